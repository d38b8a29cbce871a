import { join } from "node:path";
import { captureOutput, main, parseFlags, UserError } from "../tools/command.ts";
import { sizeText } from "../tools/files.ts";
import { courseNotebooks, translatedNotebooks } from "../tools/notebook_paths.ts";
import { venvProgram } from "../tools/paths.ts";
import { setUpWith } from "../tools/setup.ts";
import { copyAssets } from "./build/assets.ts";
import { writeArchive } from "./build/downloads.ts";
import { moveInlineScripts } from "./build/inline_scripts.ts";
import { markLanguages } from "./build/languages.ts";
import { makeLive } from "./build/live.ts";
import { makeOffline } from "./build/offline.ts";
import { buildFolder, buildInto, html, source } from "./build/folders.ts";
import { writeHomeNotebook } from "./build/home.ts";
import { pruneSite } from "./build/prune.ts";
import { writeReference } from "./build/reference.ts";
import { freshRuns } from "../tools/notebook_runs.ts";
import { serve } from "./build/serve.ts";
import { measureSite, SIZE_LIMITS } from "./build/size.ts";
import { type SiteOptions, writeSource } from "./build/source.ts";

/** Builds the site from the flags of the command line and returns the exit code. */
async function site(args: string[]): Promise<number> {
  const { jobs, serve: show, ...options } = siteFlags(args);
  await setUpWith("site", "Adding Sphinx to .venv (once; about half a minute)");
  const course = courseNotebooks();
  await freshRuns([...course, ...translatedNotebooks(), await writeHomeNotebook()], jobs);
  const start = performance.now();
  await build(course, options);
  const code = await reportSize((performance.now() - start) / 1000);
  if (show) await serve(html);
  return code;
}

/** Parses the flags, and enters the folder of the site; throws UserError for an unknown flag or an unusable value. */
function siteFlags(args: string[]): SiteOptions & { jobs: number; serve: boolean } {
  const { values } = parseFlags(args, {
    binder: { type: "string", default: "" }, // a Binder address, to which notebooks then link
    class: { type: "boolean", default: false }, // leaves the solutions out of every file
    out: { type: "string", default: html }, // the folder of the finished site
    jobs: { type: "string", default: "2" }, // how many notebooks run at a time
    serve: { type: "boolean", default: false },
  }, "deno task site [--class] [--out FOLDER] [--serve] [--jobs N] [--binder URL]");
  const { binder, jobs, serve } = values;
  if (!/^[1-9]\d*$/.test(jobs)) {
    throw new UserError(`Cannot run the notebooks: --jobs must be a positive integer, got ${jobs}`);
  }
  if (binder && !URL.canParse(binder)) {
    throw new UserError(`Cannot link to Binder: --binder must be a URL, got ${binder}`);
  }
  buildInto(values.out);
  return { binder, solutions: !values.class, jobs: Number(jobs), serve };
}

/** Builds the pages from the executed notebooks. */
async function build(course: string[], options: SiteOptions): Promise<void> {
  await writeSource(course, options);
  await Promise.all([
    writeReference(join(source, "reference")),
    writeArchive(course),
    copyAssets(),
  ]);
  await Deno.remove(html, { recursive: true }).catch(() => {});
  await runSphinx();
  await markLanguages();
  await pruneSite();
  await moveInlineScripts(html);
  await makeLive();
  await makeOffline(html);
}

async function runSphinx(): Promise<void> {
  const flags = ["-b", "html", "-q", "-W", "--keep-going", "-E", "-j", "2"];
  const cache = ["-d", join(buildFolder, "doctrees")];
  const command = [venvProgram("sphinx-build"), ...flags, ...cache, source, html];
  const { code, stderr } = await captureOutput(command, { env: { NO_COLOR: "1" } });
  if (code !== 0) throw new UserError(`Cannot build the site: ${stderr.trim()}`);
}

/** Prints the size of the site and returns 1 if it exceeds a limit. */
async function reportSize(seconds: number): Promise<number> {
  const { total, startPage, folders } = await measureSite();
  console.log(`site: ${html}, built in ${seconds.toFixed(1)} s, ${sizeText(total)}`);
  console.log(`      ${folders.map(([name, bytes]) => `${name} ${sizeText(bytes)}`).join(", ")}`);
  console.log(`      start page without images: ${sizeText(startPage)}`);
  if (total <= SIZE_LIMITS.total && startPage <= SIZE_LIMITS.startPage) return 0;
  console.error(
    `The site is too large: the limits are ${sizeText(SIZE_LIMITS.total)} in total` +
      ` and ${sizeText(SIZE_LIMITS.startPage)} for the start page`,
  );
  return 1;
}

await main(() => site(Deno.args));
