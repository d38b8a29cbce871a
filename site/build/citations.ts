import { type BibtexEntry, parseBibtex } from "./bibtex.ts";

/** An author of a work. */
export interface Author {
  surname: string;
  given: string;
}

/** A work that the course cites. */
export interface Work {
  key: string;
  authors: Author[];
  /** True if the work has more authors than the bibliography names. */
  hasMore: boolean;
  title: string;
  year: string;
  /** The journal, the conference or the institution as Markdown, with volume and pages, or "" for a preprint. */
  source: string;
  /** The address that a citation links to, and the text that stands for it. */
  address: string;
  label: string;
}

/** A link of a text whose label ends with a year. */
export interface CitationLink {
  year: string;
  address: string;
}

/** A citation by name and year without a link, such as "Gers et al. (2000)". */
export interface Mention {
  /** The surnames, separated by commas, or the first one and "et al.". */
  names: string;
  year: string;
}

/** Returns the works of a bibliography. Throws SyntaxError where it cannot be read, and RangeError where a field is missing. */
export function worksOf(bibtex: string): Work[] {
  return parseBibtex(bibtex).map(toWork);
}

function toWork({ key, fields }: BibtexEntry): Work {
  const field = (name: string) => {
    const value = fields.get(name);
    if (value) return value;
    throw new RangeError(
      `Cannot cite ${key}: expected the field ${name}, got ${[...fields.keys()]}`,
    );
  };
  const names = field("author").split(" and "), authors = names.filter((name) => name !== "others");
  return {
    key,
    authors: authors.map((name) => toAuthor(key, name)),
    hasMore: authors.length < names.length,
    title: field("title"),
    year: field("year"),
    source: sourceOf(fields),
    ...addressOf(key, fields),
  };
}

function toAuthor(key: string, name: string): Author {
  const [surname, given, ...rest] = name.split(", ");
  if (given && rest.length === 0) return { surname, given };
  throw new RangeError(`Cannot cite ${key}: expected an author as “Surname, Given”, got ${name}`);
}

function sourceOf(fields: Map<string, string>): string {
  const [volume, number] = [fields.get("volume"), fields.get("number")];
  const name = fields.get("journal") ?? fields.get("booktitle") ?? fields.get("institution");
  const issue = volume ? `${volume}(${number})` : number && `report ${number}`;
  return [name && `*${name}*`, issue, fields.get("pages")].filter(Boolean).join(", ")
    .replaceAll("--", "–");
}

function addressOf(key: string, fields: Map<string, string>): { address: string; label: string } {
  const [doi, eprint, url] = ["doi", "eprint", "url"].map((name) => fields.get(name));
  const isArxiv = fields.get("archiveprefix") === "arXiv";
  if ([doi, eprint, url].filter(Boolean).length !== 1 || Boolean(eprint) !== isArxiv) {
    const expected = "either doi, url, or eprint with archiveprefix arXiv";
    throw new RangeError(`Cannot cite ${key}: expected ${expected}, got ${[...fields.keys()]}`);
  }
  if (doi) return { address: `https://doi.org/${doi}`, label: `doi:${doi}` };
  if (eprint) return { address: `https://arxiv.org/abs/${eprint}`, label: `arXiv:${eprint}` };
  return { address: url!, label: new URL(url!).hostname };
}

/** Returns the links of a Markdown text whose labels end with a year, such as [2013](https://…). */
export function citationLinks(markdown: string): CitationLink[] {
  return [...markdown.matchAll(/\[(?:[^\]]*\D)?((?:19|20)\d\d)\]\((https:[^)\s]+)\)/g)]
    .map(([, year, address]) => ({ year, address }));
}

const NAME = "\\p{Lu}[\\p{L}-]+";
const MENTION = new RegExp(
  `((?:${NAME}, )*${NAME}(?:,? (?:and|&) ${NAME}| et al\\.)?),? \\(?((?:19|20)\\d\\d)\\b`,
  "gu",
);

/** Returns the names that a year follows in a text. One name may be something else, such as a month. */
export function mentionsIn(markdown: string): Mention[] {
  return [...markdown.matchAll(MENTION)]
    .map(([, names, year]) => ({ names: names.replace(/,? (and|&) /, ", "), year }));
}

/** Returns whether a mention stands for a work: with all surnames, or "et al." for three authors or more. */
export function isMentioned({ authors, hasMore, year }: Work, mention: Mention): boolean {
  const surnames = authors.map(({ surname }) => surname);
  const short = authors.length > 2 ? `${surnames[0]} et al.` : undefined;
  const full = hasMore ? undefined : surnames.join(", ");
  return mention.year === year && [short, full].includes(mention.names);
}

/** Returns the works that a Markdown text cites, with a link to their address or by name and year. */
export function worksCitedIn(markdown: string, works: Work[]): Work[] {
  const mentions = mentionsIn(markdown);
  return works.filter((work) =>
    markdown.includes(`](${work.address})`) ||
    mentions.some((mention) => isMentioned(work, mention))
  );
}
