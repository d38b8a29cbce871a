import { join, relative } from "node:path";
import { captureOutput, UserError } from "../../tools/command.ts";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import { filesBelow, html, own } from "./folders.ts";

/** Writes the reference of every entry of the library by `deno doc`, made fit for the site. */
export async function writeReference(): Promise<void> {
  const { imports } = await readConfig();
  const entries = Object.entries(imports).filter(([name]) => /^rnn(\/|$)/.test(name));
  const to = join(html, "api"), paths = entries.map(([, path]) => path);
  const command = [
    Deno.execPath(),
    "doc",
    "--html",
    "--name=Reference",
    `--output=${to}`,
    ...paths,
  ];
  const done = await captureOutput(command, { cwd: root, env: { NO_COLOR: "1" } });
  if (done.code !== 0) throw new UserError(`Cannot write the reference: ${done.stderr.trim()}`);
  const names = new Map(entries.map(([name, path]) => [path.replace("./lib/", ""), name]));
  for (const path of filesBelow(to).filter((path) => path.endsWith(".html"))) {
    const name = relative(to, path).replaceAll("\\", "/");
    if (MEMBER.test(name)) await Deno.remove(path);
    else await Deno.writeTextFile(path, slimPage(await Deno.readTextFile(path), name, names));
  }
  await restyle(to);
}

// The page of one method or property, Matrix.prototype.T.html: it repeats what its class's page says.
const MEMBER = /(^|\/)~\/[^./]+\.[^/]+\.html$/;

/** Adds the site's colours to the reference's style, and sends its search to the pages that are kept. */
async function restyle(folder: string): Promise<void> {
  const styles = join(folder, "styles.css"), search = join(folder, "search.js");
  const ours = await Deno.readTextFile(join(own, "api.css"));
  await Deno.writeTextFile(styles, await Deno.readTextFile(styles) + ours);
  const script = await Deno.readTextFile(search);
  await Deno.writeTextFile(
    search,
    script.replace("~/${result.name}", '~/${result.name.split(".")[0]}'),
  );
}

/**
 * A page of `deno doc` without what a site can't use: drawings repeated on every page, links to files of the machine it
 * was made on; with what it lacks: its language, names for its controls, the entries' own names, the way to the course.
 */
export function slimPage(page: string, name: string, names: Map<string, string>): string {
  const up = "../".repeat(name.split("/").length);
  let text = page.replace("<html>", '<html lang="en">')
    .replace("<head>", `<head>\n<link rel="icon" href="${up}_static/icon.svg">`)
    .replace(/<button id="theme-toggle"[^]*?<\/button>/, TOGGLE)
    .replace('id="searchbar"', 'id="searchbar" aria-label="Search the reference"')
    .replaceAll(/<button class="copyButton"[^]*?<\/button>/g, "")
    .replaceAll(/<a\s+class="sourceButton"[^]*?<\/a>/g, "")
    .replaceAll(/<a[^>]*aria-label="Anchor"[^]*?<\/a>/g, "")
    .replaceAll(/<svg[^]*?<\/svg>/g, "")
    .replaceAll(/>[ \t]*\n\s*</g, ">\n<")
    .replaceAll("&#x2F;", "/")
    .replaceAll(/href="([^"]*\/~\/[^."/]+)\.[^"]*\.html"/g, 'href="$1.html"')
    .replace(/<main[^>]*>/, (main) => name === "index.html" ? main + entryList(names) : main)
    .replaceAll(">default<", ">rnn<")
    .replaceAll('<code class="language-ts">', '<code class="language-ts" tabindex="0">') // it may scroll
    .replace(/<ul class="breadcrumbs">[^]*?<\/ul>(<\/ul>)?/, (list) => breadcrumbs(list, up));
  for (const [path, entry] of names) {
    text = text.replaceAll(`&quot;${path}&quot;`, `&quot;${entry}&quot;`)
      .replaceAll(`>${path}<`, `>${entry}<`);
  }
  return text;
}

/**
 * The page of an entry, by its file below lib: `deno doc` names what deno.json exports by its export, and the rest by its
 * file; the main entry stands at the top.
 */
export function referencePage(path: string): string {
  const [folder, file] = path.split("/");
  if (!file) return "index.html";
  return folder === "check" ? `${path}/index.html` : `${folder}/index.html`;
}

/** What the first page of the reference leads to. */
function entryList(names: Map<string, string>): string {
  const items = [...names].map(([path, name]) =>
    `<li><a href="${referencePage(path)}">${name}</a></li>`
  );
  return `<h1>The library's entries</h1><ul class="entries">${items.join("")}</ul>`;
}

/** The way to a page, from the course on, as a line of links. */
function breadcrumbs(list: string, up: string): string {
  const links = list.match(/<a[^]*?<\/a>/g) ?? [];
  const line = [`<a href="${up}index.html">Unrolled</a>`, ...links].join(" › ");
  return `<div class="breadcrumbs">${line}</div>`;
}

const TOGGLE =
  '<button id="theme-toggle" type="button" aria-label="Toggle dark mode" style="display: none;"><i>☾</i><i class="hidden">☀</i></button>';
