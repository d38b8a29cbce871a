import { before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { html } from "../../site/build/folders.ts";
import { takeTurns } from "../browser/turns.ts";
import { drawn, excess, undrawnEquations, type View, VIEWS, violations } from "./browser.ts";
import { course, pages, Served } from "./served.ts";

// Of the reference, whose pages are of a few kinds: the entries, and every fiftieth.
const reference = pages.filter((name) => name.startsWith("api/"))
  .filter((name, n) => name.endsWith("/index.html") || n % 50 === 0);

// What makes a browser fetch, and a link to a file of the machine that built the site.
const OUTSIDE =
  /<(?:script|img|iframe|source)[^>]*\ssrc="(?:https?:)?\/\/|<link[^>]*href="https?:|="file:/;

/** A page and a way in which it is looked at. */
interface Look {
  name: string;
  view: View;
}

const looks = (Object.keys(VIEWS) as View[])
  .flatMap((view) => [...course, ...reference].map((name): Look => ({ name, view })));

describe("the site", () => {
  const site = new Served();
  const look = ({ name, view }: Look) =>
    site.open(name, async ({ page, errors, strangers }) => {
      await drawn(page);
      const [undrawn, tooWide] = [await undrawnEquations(page), await excess(page)];
      return { errors, strangers, undrawn, tooWide, serious: await violations(page, view) };
    }, view);

  let found: Map<Look, ReturnType<typeof look>>;
  before(() => {
    found = takeTurns(looks, [look, look, look]);
  });

  for (const one of looks) {
    it(`${one.name}, ${one.view}: no error, no other host, equations drawn, not too wide, nothing that axe finds serious`, async () => {
      const good = { errors: [], strangers: [], undrawn: 0, tooWide: 0, serious: [] };
      expect(await found.get(one)).toEqual(good);
    });
  }

  it("has its equations", async () => {
    const texts = await Promise.all(course.map((name) => Deno.readTextFile(join(html, name))));
    const equations = texts.join("").match(/class="math /g)?.length ?? 0;
    console.log(`equations: ${equations}`);
    expect(equations).toBeGreaterThan(100);
  });

  it("names no other host to load from and no file of this machine, on any page", async () => {
    for (const name of pages) {
      const page = await Deno.readTextFile(join(html, name));
      expect([name, page.match(OUTSIDE)?.[0]]).toEqual([name, undefined]);
    }
  });

  it("every link within the site leads to a file that is there", async () => {
    const broken: string[] = [];
    for (const name of pages) {
      const page = await Deno.readTextFile(join(html, name));
      for (const [, link] of page.matchAll(/\shref="([^"#?]+)/g)) {
        if (/^(https?|mailto|data):/.test(link)) continue;
        const path = join(html, name, "..", decodeURIComponent(link).replaceAll("&amp;", "&"));
        const there = await Deno.stat(path.endsWith("/") ? join(path, "index.html") : path)
          .then(() => true, () => false);
        if (!there) broken.push(`${name}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
