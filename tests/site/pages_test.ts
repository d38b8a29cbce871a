import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { html } from "../../tools/site/folders.ts";
import { drawn, excess, VIEWS, violations } from "./browser.ts";
import { course, pages, Served, type View } from "./served.ts";

// Of the reference, whose pages are of a few kinds: the entries, and every fiftieth.
const reference = pages.filter((name) => name.startsWith("api/"))
  .filter((name, n) => name.endsWith("/index.html") || n % 50 === 0);

// What makes a browser fetch, and a link to a file of the machine that built the site.
const OUTSIDE =
  /<(?:script|img|iframe|source)[^>]*\ssrc="(?:https?:)?\/\/|<link[^>]*href="https?:|="file:/;

describe("the site", () => {
  const site = new Served();

  for (const view of Object.keys(VIEWS) as View[]) {
    for (const name of [...course, ...reference]) {
      it(`${name}, ${view}: no error, no other host, not too wide, nothing that axe finds serious`, () =>
        site.open(name, async ({ page, errors, strangers }) => {
          await drawn(page);
          const [tooWide, serious] = [await excess(page), await violations(page)];
          expect({ errors, strangers, tooWide, serious })
            .toEqual({ errors: [], strangers: [], tooWide: 0, serious: [] });
        }, view));
    }
  }

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
