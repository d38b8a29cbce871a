import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { type Cell, cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { languageName, languageOf, otherLanguages, pageOf } from "../../site/build/languages.ts";
import { translatedNotebooks } from "../../tools/notebook_paths.ts";
import { notebooks } from "../../tools/paths.ts";
import { LivePage } from "./live_page.ts";
import { ServedSite } from "./served.ts";

const english = join(notebooks, "04_every_term.ipynb");
const french = join(notebooks, "fr", "04_chaque_terme.ipynb");

describe("a translated notebook", () => {
  it("has a page in the folder of its language", () => {
    expect(pageOf(english)).toBe("04_every_term");
    expect(pageOf(french)).toBe("fr/04_chaque_terme");
    expect(languageName(languageOf(french))).toBe("Français");
    expect(() => languageName("xx")).toThrow("Cannot name the language xx: expected one of de, en");
  });

  it("and the original link to each other by their number", () => {
    const all = [english, french, join(notebooks, "05_vanishing_exploding.ipynb")];
    expect(otherLanguages(english, all))
      .toEqual([{ language: "fr", page: "fr/04_chaque_terme.html" }]);
    expect(otherLanguages(french, all))
      .toEqual([{ language: "en", page: "../04_every_term.html" }]);
  });
});

/** Returns what a cell shows in the committed notebook, as plain text. */
function plainText({ outputs = [] }: Cell): string {
  return outputs.map(({ data = {} }) => [data["text/plain"] ?? ""].flat().join("")).join("\n");
}

describe("the site's translated pages", () => {
  const site = new ServedSite();

  for (const path of translatedNotebooks()) {
    it(`${pageOf(path)} says its language, and leads to the original and back`, () =>
      site.openFresh(`${pageOf(path)}.html`, async ({ page, errors, external }) => {
        const language = languageOf(path);
        expect(await page.locator("html").getAttribute("lang")).toBe(language);
        await page.getByRole("link", { name: "English", exact: true }).click();
        expect(await page.locator("html").getAttribute("lang")).toBe("en");
        await page.getByRole("link", { name: languageName(language), exact: true }).last().click();
        expect(new URL(page.url()).pathname).toBe(`/${pageOf(path)}.html`);
        expect([errors, external]).toEqual([[], []]);
      }));

    it(`${pageOf(path)} runs its cells up to the first claim, which it shows in its language`, () =>
      site.openFresh(`${pageOf(path)}.html`, async ({ page, errors, external }) => {
        const { cells } = await readNotebook(path), live = new LivePage(page);
        const code = cells.filter(({ cell_type }) => cell_type === "code");
        const claim = code.findIndex((cell) => cellSource(cell).startsWith("claim("));
        for (let cell = 0; cell < claim; cell++) await live.start(cell);
        expect(await live.run(claim)).toBe(plainText(code[claim]));
        expect(await live.errors()).toEqual([]);
        expect([errors, external]).toEqual([[], []]);
      }));
  }

  it("are there", () => expect(translatedNotebooks()).toContain(french));
});
