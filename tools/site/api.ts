import { join } from "node:path";
import { capture, Remedy } from "../command.ts";
import { readConfig } from "../config.ts";
import { root } from "../place.ts";
import { html } from "./folders.ts";

/** Writes the reference of every entry of the library by `deno doc`, made fit for the site. */
export async function writeReference(): Promise<void> {
  const { imports } = await readConfig();
  const entries = Object.entries(imports).filter(([name]) => /^rnn(\/|$)/.test(name));
  const to = join(html, "api");
  const paths = entries.map(([, path]) => path);
  const done = await capture(
    [Deno.execPath(), "doc", "--html", "--name=rnn", `--output=${to}`, ...paths],
    { cwd: root, env: { NO_COLOR: "1" } },
  );
  if (done.code !== 0) throw new Remedy(`Cannot write the reference: ${done.stderr.trim()}`);
  const names = new Map(entries.map(([name, path]) => [path.replace("./lib/", ""), name]));
  for (const path of filesBelow(to)) {
    if (!path.endsWith(".html")) continue;
    await Deno.writeTextFile(path, slimPage(await Deno.readTextFile(path), names));
  }
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)) : [join(folder, name)]
  );
}

/**
 * A page of `deno doc` without what a site can't use: repeated drawings, links to files of the machine it was made on;
 * with what it lacks: its language, names for its controls, and the entries' own names.
 */
export function slimPage(page: string, names: Map<string, string>): string {
  let text = page.replace("<html>", '<html lang="en">')
    .replace(/<button id="theme-toggle"[^]*?<\/button>/, TOGGLE)
    .replaceAll(/<button class="copyButton"[^]*?<\/button>/g, "")
    .replaceAll(/<a\s+class="sourceButton"[^]*?<\/a>/g, "")
    .replaceAll(/<svg[^]*?<\/svg>/g, "")
    .replaceAll(/>[ \t]*\n\s*</g, ">\n<")
    .replaceAll("&#x2F;", "/");
  for (const [path, name] of names) {
    text = text.replaceAll(`&quot;${path}&quot;`, `&quot;${name}&quot;`)
      .replaceAll(`>${path}<`, `>${name}<`);
  }
  return text;
}

const TOGGLE =
  '<button id="theme-toggle" type="button" aria-label="Toggle dark mode" style="display: none;"><i>☾</i><i class="hidden">☀</i></button>';
