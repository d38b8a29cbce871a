import { cp } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readNotebook } from "../lib/notebook/cells.ts";
import { captureOutput, main, parseFlags, UserError } from "./command.ts";
import { MATHJAX } from "./mathjax.ts";
import { courseNotebooks, notebookPaths } from "./notebook_paths.ts";
import { jupyterEnv, root, temporaryFolder, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";
import { deckOf } from "./slides/deck.ts";

const LECTURE = join(root, "tools", "slides", "lecture");

/** Writes slides of the named notebooks, or of all, and a page that lists them. They load nothing from other hosts. */
async function slides(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    out: { type: "string", default: join(root, "build", "slides") },
  }, "deno task slides [--out FOLDER] [NOTEBOOK …]");
  const paths = positionals.length ? notebookPaths(positionals) : courseNotebooks();
  const out = resolve(values.out);
  await setUp();
  await copyScripts(out);
  const decks = await temporaryFolder("slides");
  try {
    for (const path of paths) {
      const deck = JSON.stringify(deckOf(await readNotebook(path)));
      await Deno.writeTextFile(join(decks, basename(path)), deck);
    }
    await convert(paths.map((path) => join(decks, basename(path))), out);
  } finally {
    await Deno.remove(decks, { recursive: true });
  }
  await Deno.writeTextFile(join(out, "index.html"), await listOf(paths));
  console.log(`slides of ${paths.length} notebooks: ${join(out, "index.html")}`);
  return 0;
}

/** Copies reveal.js, MathJax, and the style sheet into the folder of the slides. */
async function copyScripts(out: string): Promise<void> {
  // imported so that Deno downloads the packages, whose other files are copied
  await import("reveal.js/package.json", { with: { type: "json" } });
  await import("mathjax/package.json", { with: { type: "json" } });
  const copy = (name: string, to: string) =>
    cp(fileURLToPath(import.meta.resolve(name)), join(out, to), { recursive: true });
  for (const name of ["dist", "plugin/notes", "LICENSE"]) {
    await copy(`reveal.js/${name}`, `reveal/${name}`);
  }
  for (const name of MATHJAX) await copy(`mathjax/es5/${name}`, `mathjax/${name}`);
  await copy("mathjax/LICENSE", "mathjax/LICENSE");
  await cp(join(LECTURE, "lecture.css"), join(out, "lecture.css"));
}

/** Converts notebooks of slides to pages. Throws UserError if nbconvert fails. */
async function convert(decks: string[], out: string): Promise<void> {
  const flags = ["--to=slides", "--template=lecture", `--output-dir=${out}`];
  flags.push(`--TemplateExporter.extra_template_basedirs=${join(LECTURE, "..")}`);
  flags.push(
    "--SlidesExporter.reveal_url_prefix=reveal",
    "--SlidesExporter.reveal_theme=white",
    "--log-level=ERROR",
  );
  const command = [venvProgram("python"), "-m", "nbconvert", ...flags, ...decks];
  const { code, stderr } = await captureOutput(command, { env: jupyterEnv });
  if (code !== 0) throw new UserError(`Cannot make the slides: ${stderr.trim()}`);
}

/** Returns a page that links to the slides of each notebook. */
async function listOf(paths: string[]): Promise<string> {
  const items = await Promise.all(paths.map(async (path) => {
    const [{ source }] = (await readNotebook(path)).cells;
    const title = [source].flat().join("").match(/^# (.+)$/m)?.[1] ?? basename(path);
    const name = basename(path, ".ipynb");
    return `<li><a href="${name}.slides.html">${title.replaceAll("$", "")}</a></li>`;
  }));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Slides of Unrolled</title>
<meta name="viewport" content="width=device-width">
<style>body { font: 18px/1.6 sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em; }</style>
<h1>Slides</h1>
<p>The right arrow leads to the next section, the down arrow to its details. S opens the speaker's
notes, and Esc shows all slides. To print them, add <code>?print-pdf</code> to the address.</p>
<ul>${items.join("\n")}</ul></html>
`;
}

await main(() => slides(Deno.args));
