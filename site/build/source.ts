import { basename, dirname, join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { copyFolder } from "../../tools/files.ts";
import { sourceOf } from "../../grading/class/model.ts";
import { notebooks, root } from "../../tools/paths.ts";
import { referencePage } from "./api.ts";
import { ARCHIVE, studentsNotebook, withoutOutputs } from "./downloads.ts";
import { own, runs, source } from "./folders.ts";
import { type Cell, markdown, type Notebook, openingCell, textOf } from "./notebook.ts";
import {
  aboutOf,
  courseTable,
  PAGES,
  section,
  setTable,
  siteLinks,
  sizeOf,
  toctree,
} from "./pages.ts";
import type { About } from "./pages.ts";

/** Puts together what Sphinx reads: the site's texts with their gaps filled, the notebooks as they ran, the sets. */
export async function writeSource(course: string[], binder: string): Promise<void> {
  await Deno.remove(source, { recursive: true }).catch(() => {});
  for (const name of ["images", "exercises", "extra/downloads"]) {
    await Deno.mkdir(join(source, name), { recursive: true });
  }
  const abouts = await Promise.all(course.map((path) => writeNotebook(path, binder)));
  for (const set of SETS) await writeSet(sourceOf(set));
  for (const [path, page] of Object.entries(PAGES)) {
    await write(page, await pictured(await read(path), dirname(path)));
  }
  await writeOwn(await gapsOf(abouts), abouts.map(({ name }) => name));
  await Deno.copyFile(join(notebooks, "gradients.png"), join(source, "images", "gradients.png"));
  await Deno.copyFile(join(notebooks, "flow.gif"), join(source, "extra", "downloads", "flow.gif"));
}

/** What stands in the gaps of the site's own texts. */
async function gapsOf(abouts: About[]): Promise<Record<string, string>> {
  const readme = await read("README.md");
  const sections: Record<string, string> = {};
  for (const [, heading] of readme.matchAll(/^## (.+)$/gm)) {
    sections[`readme:${heading}`] = withReference(await pictured(section(readme, heading), "."));
  }
  return {
    ...sections,
    notebooks: courseTable(abouts),
    sets: setTable(SETS),
    "sets:count": String(SETS.length),
    "size:notebooks/flow.gif": await sizeOf("notebooks/flow.gif"),
    archive: `<a href="downloads/${ARCHIVE}" download>the course's folder</a>`,
    example: section(readme, "Teach with it").match(/```[^]*?```/)?.[0] ?? "",
    license: "```text\n" + (await read("LICENSE")).trim() + "\n```",
  };
}

/** A text in which each row of the table of entries leads to the entry's page in the reference. */
function withReference(text: string): string {
  return text.replaceAll(/^\| `rnn(\/\w+)?` \|/gm, (_, entry = "") => {
    const page = `api/${referencePage(entry ? `${entry.slice(1)}/mod.ts` : "mod.ts")}`;
    return `| <a href="${page}"><code>rnn${entry}</code></a> |`;
  });
}

/** Writes the site's own texts with their gaps filled, and its configuration, style and templates as they are. */
async function writeOwn(gaps: Record<string, string>, course: string[]): Promise<void> {
  const contents = [
    toctree("The course", course),
    toctree("Exercises", ["exercises/index"]),
    toctree("Use it", ["open", "library", "measured", "data", "licences"]),
    toctree("Teach", ["teaching", "hub"]),
  ].join("\n\n");
  const sets = toctree("Problem sets", SETS.map(({ id }) => id));
  for (const { name } of Deno.readDirSync(own)) {
    if (!name.endsWith(".md")) continue;
    const page = name === "exercises.md" ? "exercises/index.md" : name;
    const toc = name === "exercises.md" ? sets : contents;
    await write(page, filled(await read(`site/${name}`), { ...gaps, toc }));
  }
  await Deno.copyFile(join(own, "conf.py"), join(source, "conf.py"));
  await copyFolder(join(own, "static"), join(source, "static"));
  await copyFolder(join(own, "templates"), join(source, "templates"));
}

/** A text with its gaps, each a name in double braces, filled; throws RangeError for a gap without a filling. */
export function filled(text: string, gaps: Record<string, string>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_, name) => {
    if (!(name in gaps)) throw new RangeError(`Cannot fill {{${name}}}`);
    return gaps[name];
  });
}

/** A text of the checkout with the site's links; its pictures are copied. */
async function pictured(text: string, folder: string): Promise<string> {
  const changed = siteLinks(text, folder);
  for (const path of changed.pictures) {
    await Deno.copyFile(join(root, path), join(source, "images", basename(path)));
  }
  return changed.text;
}

/** Writes a notebook of the course as it ran, and its file to download. */
async function writeNotebook(path: string, binder: string): Promise<About> {
  const name = basename(path, ".ipynb");
  const ran: Notebook = JSON.parse(await Deno.readTextFile(join(runs, `${name}.ipynb`)));
  const about = aboutOf(name, textOf(ran.cells[0]));
  await write(`extra/downloads/${name}.ipynb`, JSON.stringify(withoutOutputs(ran), null, 1));
  const there = binder && `${binder}?labpath=${encodeURIComponent(`notebooks/${name}.ipynb`)}`;
  await write(`${name}.ipynb`, JSON.stringify(opened(ran, `downloads/${name}.ipynb`, "", there)));
  return about;
}

/** Writes a problem set as students get it, without its solutions, and its file to download. */
async function writeSet(path: string): Promise<void> {
  const set = studentsNotebook(JSON.parse(await Deno.readTextFile(path)));
  const name = basename(path);
  await write(`extra/downloads/${name}`, JSON.stringify(set, null, 1));
  await write(`exercises/${name}`, JSON.stringify(opened(set, `../downloads/${name}`, "../", "")));
}

/** A notebook with the line that says how to open it, after its first cell. */
function opened(notebook: Notebook, file: string, up: string, binder: string): Notebook {
  const [first, ...rest] = notebook.cells;
  const line: Cell = markdown(openingCell(file, up, binder));
  // a title also stands in lists of pages, where no equation is drawn
  const plain = textOf(first).replace(/^# .*$/m, (title) => title.replaceAll("$", ""));
  return { ...notebook, cells: [{ ...first, source: plain }, line, ...rest] };
}

const read = (path: string) => Deno.readTextFile(join(root, path));
const write = (path: string, text: string) => Deno.writeTextFile(join(source, path), text);
