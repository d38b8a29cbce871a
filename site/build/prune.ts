import { PurgeCSS } from "purgecss";
import { filesIn, html } from "./folders.ts";

// Files of the theme: icons that site.css replaces, logos of other hosts, translations, source maps, stemmers.
const UNUSED_FILES = [
  /\.map$/,
  /LICENSE\.txt$/,
  /\/_static\/(vendor|locales|images\/logo_)/,
  /\/_static\/scripts\/fontawesome/,
  /\/_static\/(base|english)-stemmer\.js$/, // part of language_data.js
  /\/_static\/(file|plus|minus)\.png$/,
  /\/_static\/webpack-macros\.html$/,
  /\/_static\/sbt-webpack-macros\.html$/,
  /\/_static\/.*\.scss$/,
  /\/(objects\.inv|\.buildinfo)$/,
];

// The theme leaves the button that opens a part of the table of contents without an accessible name.
const TOGGLE = '<summary><span class="toctree-toggle"';
const NAMED_TOGGLE = '<summary aria-label="Pages of this part"><span class="toctree-toggle"';

// Classes that scripts build from parts, so that PurgeCSS cannot find them.
const CLASSES = [/^show$/, /^collaps/, /^dropdown/, /^tooltip/, /^pst-/, /^data-theme/];

/** Removes what no page uses, files of the theme and parts of its style sheets, and names the theme's toggles. */
export async function pruneSite(): Promise<void> {
  for (const path of filesIn(html)) {
    const name = path.replaceAll("\\", "/");
    if (UNUSED_FILES.some((pattern) => pattern.test(name))) await Deno.remove(path);
    else if (name.endsWith(".html")) {
      const page = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, page.replaceAll(TOGGLE, NAMED_TOGGLE));
    }
  }
  const files = filesIn(html);
  const content = files.filter((path) => /\.(html|js)$/.test(path) && !path.includes("mathjax"));
  const css = files.filter((path) => path.endsWith(".css"));
  const safelist = { standard: CLASSES, variables: await variablesIn(content) };
  for (const sheet of await new PurgeCSS().purge({ content, css, safelist, variables: true })) {
    const withoutIcons = sheet.css.replaceAll(/@font-face\s*\{[^}]*Font Awesome[^}]*\}/g, "");
    await Deno.writeTextFile(sheet.file!, withoutIcons);
  }
}

/** Returns the custom properties that pages and scripts name; PurgeCSS looks for them in style sheets only. */
async function variablesIn(paths: string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const path of paths) {
    for (const [name] of (await Deno.readTextFile(path)).matchAll(/--[a-z][\w-]*/g)) {
      names.add(name);
    }
  }
  return [...names];
}
