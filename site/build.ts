import { join } from "node:path";
import { captureOutput, main, UserError } from "../tools/command.ts";
import { sizeText } from "../tools/files.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";
import { venvProgram } from "../tools/paths.ts";
import { freshRuns } from "../tools/runs.ts";
import { setUpWith } from "../tools/setup.ts";
import { writeReference } from "./build/api.ts";
import { writeArchive } from "./build/downloads.ts";
import { html, passing, source } from "./build/folders.ts";
import { copyShared } from "./build/shared.ts";
import { serve } from "./build/serve.ts";
import { slim } from "./build/slim.ts";
import { writeSource } from "./build/source.ts";
import { LIMITS, weigh } from "./build/weigh.ts";

/** Makes the site; --serve shows it on this machine, --binder=ADDRESS links notebooks to Binder, --jobs=1 runs one at a time. */
async function site(args: string[]): Promise<number> {
  const binder = args.find((arg) => arg.startsWith("--binder="))?.slice(9) ?? "";
  const jobs = Number(args.find((arg) => arg.startsWith("--jobs="))?.slice(7) ?? 2);
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new UserError("Cannot run the notebooks: --jobs takes a whole number above zero");
  }
  await setUpWith("site", "Adding Sphinx to .venv (once; about half a minute)");
  const course = courseNotebooks();
  await freshRuns(course, jobs);
  const start = performance.now();
  await build(course, binder);
  const code = await report((performance.now() - start) / 1000);
  if (args.includes("--serve")) await serve(html);
  return code;
}

/** Makes the pages out of the notebooks' runs. */
async function build(course: string[], binder: string): Promise<void> {
  await writeSource(course, binder);
  await writeArchive(course);
  await copyShared();
  await Deno.remove(html, { recursive: true }).catch(() => {});
  await Deno.mkdir(html);
  await Promise.all([sphinx(), writeReference()]);
  await slim();
}

async function sphinx(): Promise<void> {
  const options = ["-b", "html", "-q", "-W", "--keep-going", "-E", "-j", "2"];
  const trees = ["-d", join(passing, "doctrees")];
  const { code, stderr } = await captureOutput([
    venvProgram("sphinx-build"),
    ...options,
    ...trees,
    source,
    html,
  ], { env: { NO_COLOR: "1" } });
  if (code !== 0) throw new UserError(`Cannot build the site:\n${stderr.trim()}`);
}

/** Prints what came out, and gives 1 where it weighs too much. */
async function report(seconds: number): Promise<number> {
  const { all, first, parts } = await weigh();
  console.log(`site: ${html}, built in ${seconds.toFixed(1)} s, ${sizeText(all)}`);
  console.log(`      ${parts.map(([name, bytes]) => `${name} ${sizeText(bytes)}`).join(", ")}`);
  console.log(`      the first page before figures: ${sizeText(first)}`);
  const heavy = all > LIMITS.all || first > LIMITS.first;
  if (heavy) {
    console.error(`Too heavy: ${sizeText(LIMITS.all)} in all, ${sizeText(LIMITS.first)} at first`);
  }
  return heavy ? 1 : 0;
}

await main(() => site(Deno.args));
