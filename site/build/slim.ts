import { join } from "node:path";
import { PurgeCSS } from "purgecss";
import { filesBelow, html } from "./folders.ts";

// Of the theme's files: icons that site.css draws, other hosts' logos, languages, maps for those who develop it.
const UNUSED = [
  /\.map$/,
  /LICENSE\.txt$/,
  /\/_static\/(vendor|locales|images\/logo_)/,
  /\/_static\/scripts\/fontawesome/,
  /\/_static\/(file|plus|minus)\.png$/,
  /\/_static\/webpack-macros\.html$/,
  /\/_static\/sbt-webpack-macros\.html$/,
  /\/_static\/.*\.scss$/,
  /\/(objects\.inv|\.buildinfo)$/,
];

/** Takes away from the built pages what none of them uses: files of the theme, and rules of its style sheets. */
export async function slim(): Promise<void> {
  for (const path of filesBelow(html)) {
    if (UNUSED.some((pattern) => pattern.test(path.replaceAll("\\", "/")))) await Deno.remove(path);
  }
  const pages = filesBelow(html).filter((path) => !path.startsWith(join(html, "api")));
  const content = pages.filter((path) => /\.(html|js)$/.test(path) && !path.includes("mathjax"));
  const css = pages.filter((path) => path.endsWith(".css"));
  for (const path of content.filter((path) => path.endsWith(".html"))) {
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replaceAll(TOGGLE, NAMED));
  }
  const slimmed = await new PurgeCSS().purge({ content, css, safelist: SAFE });
  for (const { file, css } of slimmed) {
    await Deno.writeTextFile(file!, css.replaceAll(/@font-face\s*\{[^}]*Font Awesome[^}]*\}/g, ""));
  }
}

// What opens a part of the table of contents has no name in the theme.
const TOGGLE = '<summary><span class="toctree-toggle"';
const NAMED = '<summary aria-label="Pages of this part"><span class="toctree-toggle"';

// Classes that scripts make out of parts.
const SAFE = { standard: [/^show$/, /^collaps/, /^dropdown/, /^tooltip/, /^pst-/, /^data-theme/] };
