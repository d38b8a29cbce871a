import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { SETS } from "../exercises/checks/mod.ts";
import { sourceOf } from "../grading/class/model_key.ts";
import { bibliographyPage, readCitingPage, reference } from "../site/build/bibliography.ts";
import {
  citationLinks,
  isMentioned,
  mentionsIn,
  type Work,
  worksCitedIn,
  worksOf,
} from "../site/build/citations.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";
import { root } from "../tools/paths.ts";

const read = (path: string) => Deno.readTextFileSync(join(root, path));
const works = worksOf(read("data/bibliography.bib"));
const notebooks = [...courseNotebooks(), ...SETS.map(sourceOf)];
const pages = await Promise.all(notebooks.map((path) => readCitingPage(path)));
const texts = [
  ...pages,
  ...["notebooks/GLOSSARY.md", "README.md"].map((path) => ({ path, text: read(path) })),
];

/** Returns whether a mention has several authors; one word before a year may be something else, such as a month. */
const isCitation = ({ names }: { names: string }) => /,| et al\./.test(names);

/** Returns the citations of a text, with or without links, that are not exactly one work of the bibliography. */
function unknownCitations(text: string): unknown[] {
  const isOne = (matches: (work: Work) => boolean) => works.filter(matches).length === 1;
  const links = citationLinks(text), mentions = mentionsIn(text).filter(isCitation);
  const papers = text.match(/(?<=\]\()https:\/\/(?:arxiv|doi)\.org\/[^)\s]+/g) ?? [];
  return [
    ...links.filter(({ year, address }) =>
      !isOne((work) => work.year === year && work.address === address)
    ),
    ...mentions.filter((mention) => !isOne((work) => isMentioned(work, mention))),
    ...papers.filter((address) => !isOne((work) => work.address === address)),
  ];
}

const entry = (fields: string) => `@misc{gers2000,\n${fields}}\n`;
const gers = "  author = {Gers, Felix A. and Cummins, Fred},\n  year = {2000},\n";
const complete = `${gers}  title = {Learning to {LSTM}},\n  doi = {10.1/a},\n`;

describe("data/bibliography.bib", () => {
  it("has keys of the first author's name and the year, each once and in order", () => {
    const keys = works.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)].sort());
    for (const { key, authors: [{ surname }], year } of works) {
      const plain = surname.normalize("NFD").replaceAll(/[^A-Za-z]/g, "").toLowerCase();
      expect(key).toMatch(new RegExp(`^${plain}${year}[a-z]?$`));
    }
  });

  it("adds a letter to a key only where one author has several works in a year", () => {
    const families = Map.groupBy(works, ({ key }) => key.replace(/[a-z]$/, ""));
    for (const [family, { length }] of families) {
      const letters = length > 1 ? [..."abcdef"].slice(0, length) : [""];
      const keys = works.map(({ key }) => key).filter((key) => key.startsWith(family));
      expect(keys).toEqual(letters.map((letter) => family + letter));
    }
  });

  it("has each address once", () => {
    const addresses = works.map(({ address }) => address);
    expect(addresses).toEqual([...new Set(addresses)]);
  });

  it("has only works that are cited", () => {
    const cited = new Set(texts.flatMap(({ text }) => worksCitedIn(text, works)));
    expect(works.filter((work) => !cited.has(work)).map(({ key }) => key)).toEqual([]);
  });
});

describe("the citations", () => {
  for (const { path, text } of texts) {
    it(`of ${path} are works of the bibliography, by address, names, and year`, () => {
      expect(unknownCitations(text)).toEqual([]);
    });
  }

  it("are found with and without links", () => {
    const text = "Gers et al. ([2000](https://doi.org/10.1/a)), Xu, Ba & Kiros 2015, in May 2018";
    expect(citationLinks(text)).toEqual([{ year: "2000", address: "https://doi.org/10.1/a" }]);
    expect(mentionsIn(text).filter(isCitation)).toEqual([{ names: "Xu, Ba, Kiros", year: "2015" }]);
    expect(unknownCitations(text)).toHaveLength(3);
  });
});

describe("the page of the bibliography", () => {
  const course = { cff: read("CITATION.cff"), year: "2026" };
  const page = bibliographyPage(works, pages, course);

  it("has each work with its link and the pages that cite it", () => {
    for (const work of works) {
      const [line, ...others] = page.split("\n").filter((row) => row.includes(reference(work)));
      expect(others).toEqual([]);
      expect(line).toMatch(/\. Cited in \[.+\]\(\w+\.ipynb\)\.$/);
    }
  });

  it("sorts the works by author", () => {
    const names = [...page.matchAll(/^- ([^,]+), /gm)].map(([, name]) => name);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en")));
  });

  it("writes a reference with initials, source, and link", () => {
    const lstm = works.find(({ key }) => key === "gers2000a")!;
    expect(reference(lstm)).toBe(
      "Gers, F. A., Schmidhuber, J., & Cummins, F. (2000). Learning to Forget: Continual" +
        " Prediction with LSTM. *Neural Computation*, 12(10), 2451–2471." +
        " [doi:10.1162/089976600300015015](https://doi.org/10.1162/089976600300015015).",
    );
  });

  it("says how to cite the course", () => {
    expect(page).toContain("The Unrolled authors. (2026). *Unrolled: recurrent networks");
    expect(page).toContain("  author = {{The Unrolled authors}},\n");
  });
});

describe("worksOf", () => {
  it("removes the braces of a title", () => {
    expect(worksOf(entry(complete))[0].title).toBe("Learning to LSTM");
  });

  for (
    const [name, text, message] of [
      [
        "a field without braces",
        entry("  year = 2000,\n"),
        "Cannot read the bibliography: expected an entry with one line for each field at line 1, got @misc{gers2000,",
      ],
      [
        "a key that occurs twice",
        entry(complete) + entry(complete),
        "Cannot read the bibliography: expected a new key at line 7, got @misc{gers2000,",
      ],
      [
        "a field that occurs twice",
        entry(`${complete}  year = {2001},\n`),
        "Cannot read the bibliography: expected each field once at line 1, got @misc{gers2000,",
      ],
      [
        "a missing title",
        entry(gers),
        "Cannot cite gers2000: expected the field title, got author,year",
      ],
      [
        "an author without a comma",
        entry("  author = {Felix Gers},\n"),
        "Cannot cite gers2000: expected an author as “Surname, Given”, got Felix Gers",
      ],
      [
        "two addresses",
        entry(`${complete}  url = {https://a.org},\n`),
        "Cannot cite gers2000: expected either doi, url, or eprint with archiveprefix arXiv, got author,year,title,doi,url",
      ],
    ]
  ) {
    it(`rejects ${name}`, () => {
      expect(() => worksOf(text)).toThrow(message);
    });
  }
});
