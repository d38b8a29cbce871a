import { before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { html } from "../../site/build/folders.ts";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import { takeTurns } from "../browser/turns.ts";
import {
  countBrokenEquations,
  overflowWidth,
  seriousViolations,
  type View,
  VIEWS,
  waitUntilRendered,
} from "./browser.ts";
import { pages, ServedSite } from "./served.ts";

// Resources of other hosts, and links to files of the machine that built the site.
const EXTERNAL =
  /<(?:script|img|iframe|source)[^>]*\ssrc="(?:https?:)?\/\/|<link[^>]*href="https?:|="file:/;

/** A page and the view in which it is checked. */
interface PageView {
  name: string;
  view: View;
}

const pageViews = (Object.keys(VIEWS) as View[])
  .flatMap((view) => pages.map((name): PageView => ({ name, view })));

const read = (name: string) => Deno.readTextFile(join(html, name));

describe("the site", () => {
  const site = new ServedSite();
  const check = ({ name, view }: PageView) =>
    site.open(name, async ({ page, errors, external }) => {
      await waitUntilRendered(page);
      const [brokenEquations, overflow] = [
        await countBrokenEquations(page),
        await overflowWidth(page),
      ];
      const violations = await seriousViolations(page, view);
      return { errors, external, brokenEquations, overflow, violations };
    }, view);

  let results: Map<PageView, ReturnType<typeof check>>;
  before(() => {
    results = takeTurns(pageViews, [check, check, check]);
  });

  for (const pageView of pageViews) {
    it(`${pageView.name}, ${pageView.view}: no errors, external requests, broken equations, overflow or axe violations`, async () => {
      const expected = {
        errors: [],
        external: [],
        brokenEquations: 0,
        overflow: 0,
        violations: [],
      };
      expect(await results.get(pageView)).toEqual(expected);
    });
  }

  it("has equations", async () => {
    const texts = await Promise.all(pages.map(read));
    const equations = texts.join("").match(/class="math /g)?.length ?? 0;
    console.log(`equations: ${equations}`);
    expect(equations).toBeGreaterThan(100);
  });

  it("loads nothing from other hosts and names no file of this machine", async () => {
    for (const name of pages) {
      const page = await read(name);
      expect([name, page.match(EXTERNAL)?.[0]]).toEqual([name, undefined]);
      expect([name, page.includes(root)]).toEqual([name, false]);
    }
  });

  it("has no broken internal links, fragments included", async () => {
    const ids = new Map(
      await Promise.all(pages.map(async (name) => {
        const page = await read(name);
        return [name, new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))] as const;
      })),
    );
    const broken: string[] = [];
    for (const name of pages) {
      for (const [, link] of (await read(name)).matchAll(/\shref="([^"]+)"/g)) {
        if (/^(https?|mailto|data):/.test(link)) continue;
        const [file, fragment] = decodeURIComponent(link).replaceAll("&amp;", "&").split("#");
        const path = file.split("?")[0] ? join(name, "..", file.split("?")[0]) : name;
        const exists = await Deno.stat(join(html, path)).then(() => true, () => false);
        const anchors = ids.get(path.replaceAll("\\", "/"));
        if (!exists || (fragment && anchors && !anchors.has(fragment))) {
          broken.push(`${name}: ${link}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it("documents every exported value in the reference", async () => {
    const { imports } = await readConfig();
    const entries = Object.keys(imports).filter((name) => /^rnn(\/|$)/.test(name));
    for (const entry of entries) {
      const page = await read(`reference/${entry}.html`);
      const documented = [...page.matchAll(/<h3>(\w+)/g)].map(([, name]) => name);
      const missing = Object.keys(await import(entry)).filter((name) => !documented.includes(name));
      expect([entry, missing]).toEqual([entry, []]);
    }
  });
});
