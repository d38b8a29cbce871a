import { basename, dirname } from "node:path";
import { filesIn, html } from "./folders.ts";

/** The names of languages by their codes, each in its own language. */
const NAMES: Record<string, string> = {
  de: "Deutsch",
  en: "English",
  es: "Español",
  fr: "Français",
  it: "Italiano",
  pt: "Português",
};

/** Returns the name of a language by its code. Throws RangeError if the site does not know it. */
export function languageName(code: string): string {
  const name = NAMES[code];
  if (name) return name;
  throw new RangeError(
    `Cannot name the language ${code}: expected one of ${Object.keys(NAMES).join(", ")}`,
  );
}

/** Returns the path of a notebook's page without its ending: those of translations are in a folder of their language. */
export function pageOf(path: string): string {
  const language = languageOf(path), name = basename(path, ".ipynb");
  return language === "en" ? name : `${language}/${name}`;
}

/** Returns the language of a notebook by its folder. */
export function languageOf(path: string): string {
  const folder = basename(dirname(path));
  return folder.length === 2 ? folder : "en";
}

/**
 * Returns the other pages with the same notebook, whose number the translations share: their languages and their addresses
 * from this one.
 */
export function otherLanguages(path: string, all: string[]): { language: string; page: string }[] {
  const numberOf = (path: string) => basename(path).split("_")[0];
  const top = languageOf(path) === "en" ? "" : "../";
  return all.filter((other) => other !== path && numberOf(other) === numberOf(path))
    .map((other) => ({ language: languageOf(other), page: `${top}${pageOf(other)}.html` }));
}

/** Writes into the pages of translations which language they have. */
export async function markLanguages(): Promise<void> {
  for (const path of filesIn(html).filter((path) => path.endsWith(".html"))) {
    const language = basename(dirname(path));
    if (dirname(dirname(path)) !== html || !(language in NAMES)) continue;
    const page = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, page.replace(/(<html[^>]*? lang=")[^"]*/, `$1${language}`));
  }
}
