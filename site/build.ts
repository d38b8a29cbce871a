import { join } from "node:path";
import { captureOutput, main, parseFlags, UserError } from "../tools/command.ts";
import { sizeText } from "../tools/files.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";
import { venvProgram } from "../tools/paths.ts";
import { setUpWith } from "../tools/setup.ts";
import { copyAssets } from "./build/assets.ts";
import { writeArchive } from "./build/downloads.ts";
import { buildFolder, html, source } from "./build/folders.ts";
import { pruneSite } from "./build/prune.ts";
import { writeReference } from "./build/reference.ts";
import { freshRuns } from "../tools/notebook_runs.ts";
import { serve } from "./build/serve.ts";
import { measureSite, SIZE_LIMITS } from "./build/size.ts";
import { writeSource } from "./build/source.ts";

/** Builds the site from the flags of the command line and returns the exit code. */
async function site(args: string[]): Promise<number> {
  const { binder, jobs, serve: show } = siteFlags(args);
  await setUpWith("site", "Adding Sphinx to .venv (once; about half a minute)");
  const course = courseNotebooks();
  await freshRuns(course, jobs);
  const start = performance.now();
  await build(course, binder);
  const code = await reportSize((performance.now() - start) / 1000);
  if (show) await serve(html);
  return code;
}

/** Parses the flags; throws UserError for an unknown flag or an unusable value. */
function siteFlags(args: string[]): { binder: string; jobs: number; serve: boolean } {
  const { values } = parseFlags(args, {
    binder: { type: "string", default: "" }, // a Binder address, to which notebooks then link
    jobs: { type: "string", default: "2" }, // how many notebooks run at a time
    serve: { type: "boolean", default: false },
  });
  const { binder, jobs, serve } = values;
  if (!/^[1-9]\d*$/.test(jobs)) {
    throw new UserError(`Cannot run the notebooks: --jobs must be a positive integer, got ${jobs}`);
  }
  if (binder && !URL.canParse(binder)) {
    throw new UserError(`Cannot link to Binder: --binder must be a URL, got ${binder}`);
  }
  return { binder, jobs: Number(jobs), serve };
}

/** Builds the pages from the executed notebooks. */
async function build(course: string[], binder: string): Promise<void> {
  await writeSource(course, binder);
  await Promise.all([
    writeReference(join(source, "reference")),
    writeArchive(course),
    copyAssets(),
  ]);
  await Deno.remove(html, { recursive: true }).catch(() => {});
  await runSphinx();
  await pruneSite();
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
