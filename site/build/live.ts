import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";
import { copyData } from "./data_files.ts";
import { bundleScripts, writeEntries } from "./bundle.ts";
import { withCellIds } from "./cell_ids.ts";
import { writeDeclarations } from "./declarations.ts";
import { filesIn, html, siteFolder } from "./folders.ts";
import { topFrom } from "./inline_scripts.ts";
import { scriptLicences } from "./script_licences.ts";
import { importable } from "./page_modules.ts";
import { writeWasm } from "./wasm.ts";

/** The folder of the scripts, below the top of the site. */
export const LIVE = "_static/live";

const FILES = ["live.css", "work.css", "threads.html", "home/home.css"];

/** The scripts of a page, each with its attributes, and the style sheets. */
interface Parts {
  scripts: [name: string, attributes: string][];
  styles: string[];
}

/** Adds to the built site what runs its cells: the scripts, the data, and links to them in the pages that need them. */
export async function makeLive(): Promise<void> {
  const live = join(html, LIVE), entries = await writeEntries();
  await bundleScripts(entries, live);
  await writeWasm(live);
  await writeDeclarations(join(live, "declarations.bin"));
  await Deno.writeTextFile(join(html, "licences", "scripts.txt"), await scriptLicences(entries));
  for (const path of FILES) await cp(join(siteFolder, "page", path), join(live, basename(path)));
  await copyFolder(join(root, "exercises", "answers"), join(live, "answers"));
  await copyData(join(html, "data"), (name) => /\.(ts|md|py|tsv)$/.test(name));
  const modules = escapeHtml(JSON.stringify(await importable()));
  for (const path of filesIn(html).filter((path) => path.endsWith(".html"))) {
    const name = path.slice(html.length + 1).replaceAll("\\", "/").replace(/\.html$/, "");
    const page = await Deno.readTextFile(path), parts = partsOf(name, page, modules);
    if (!parts) continue;
    const head = headOf(parts, topFrom(html, path) + LIVE);
    const named = hasCells(page) ? await withCellIds(page, name) : page;
    await Deno.writeTextFile(path, named.replace("</head>", () => `${head}</head>`));
  }
}

/** Returns what a page needs to compute; undefined for a page without code. */
function partsOf(name: string, page: string, modules: string): Parts | undefined {
  const place = `data-page="${name}" data-modules="${modules}"`;
  if (page.includes(" data-home>")) return { scripts: [["home", place]], styles: ["home"] };
  const isExercise = name.startsWith("exercises/");
  if (!hasCells(page) && !isExercise) return undefined;
  const sets: Parts["scripts"] = isExercise ? [["sets", `data-sets="${setData()}"`]] : [];
  return { scripts: [["page", place], ...sets], styles: ["live", "work"] };
}

function headOf({ scripts, styles }: Parts, folder: string): string {
  return [
    ...styles.map((name) => `<link rel="stylesheet" href="${folder}/${name}.css"/>`),
    ...scripts.map(([name, attributes]) =>
      `<script type="module" src="${folder}/${name}.js" ${attributes}></script>`
    ),
  ].join("");
}

function hasCells(page: string): boolean {
  return page.includes('class="cell_input');
}

/** Returns the titles, items and points of the problem sets for the pages that show a reader's progress. */
function setData(): string {
  const sets = SETS.map(({ id, title, checks }) => ({
    ...{ id, title },
    items: checks.map(({ id, points }) => ({ id, points })),
  }));
  return escapeHtml(JSON.stringify(sets));
}
