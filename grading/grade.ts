import { basename, join, resolve } from "node:path";
import { main, parseFlags, UserError } from "../tools/command.ts";
import { gradeClass } from "./class/grade_class.ts";
import { classSecret, Inputs, newSecret } from "./class/inputs.ts";
import { Here, type Place } from "./class/place.ts";
import { countsOf, type Presented, type Result, withOthers } from "./class/result.ts";
import { isStopping, stopAll } from "./class/sandbox.ts";
import { type OtherFile, type SubmittedFile, submittedFiles } from "./class/submitted_files.ts";
import { shown } from "./process/text.ts";
import { requireOutput } from "./reports/output.ts";
import { diffOf, printable, tableOf } from "./reports/terminal.ts";
import type { Grading } from "./reports/grading.ts";
import { readGrading, writeReports } from "./reports/write.ts";
import { SCHEDULER_FLAGS, SCHEDULER_USAGE, waitOf } from "../scheduler/flags.ts";
import { gradebookFiles, type Gradebooks, readGradebooks } from "./gradebooks/mod.ts";
import { Elsewhere } from "./remote/elsewhere.ts";

const USAGE =
  `deno task grade SUBMISSIONS [--out FOLDER] [--secret FILE] [--grading N] [--require-fence] [--canvas EXPORT.csv] [--moodle EXPORT.csv] ${SCHEDULER_USAGE}`;

const ARCHIVE = /\.(zip|7z|rar|tar|tgz|tar\.\w+)$/i;
const STOPPED = 130; // the exit code after Ctrl+C
const SIGNALS = { SIGINT: STOPPED, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 };

/** The options of the command line. */
const OPTIONS = {
  out: { type: "string" },
  secret: { type: "string" },
  grading: { type: "string" },
  "require-fence": { type: "boolean" },
  canvas: { type: "string" },
  moodle: { type: "string" },
  ...SCHEDULER_FLAGS,
  student: { type: "string" },
  json: { type: "boolean" },
} as const;

let place: Place | undefined, stopped: Promise<unknown> | undefined;

/** Ends all that has been started, here and elsewhere. */
function stop(): Promise<unknown> {
  return stopped ??= Promise.all([stopAll(), place?.stop()]);
}

/** Grades a folder of notebooks and writes the reports; with --json, prints the result of one notebook as a line of JSON. */
async function grade(args: string[]): Promise<number> {
  const { values, positionals: [path, ...more] } = parseFlags(args, OPTIONS, USAGE);
  if (!path || more.length > 0) {
    const found = path ? `got ${[path, ...more].join(" ")}` : "none is named";
    throw new UserError(`Cannot grade: expected one folder of submissions, but ${found}: ${USAGE}`);
  }
  const number = gradingNumber(values.grading);
  const { scheduler, "require-fence": requireFence, student = "" } = values;
  const inputsIn = async (file: string) => new Inputs(await classSecret(file), number);
  if (values.json) {
    if (scheduler) throw new UserError("Cannot grade on a scheduler with --json: leave one out");
    await Here.open(requireFence);
    const { secret } = values;
    const inputs = secret ? await inputsIn(secret) : new Inputs(newSecret(), number);
    return await gradeAlone(path, student, inputs);
  }
  const books = await readGradebooks(values);
  place = scheduler
    ? new Elsewhere(scheduler, waitOf(values), requireFence)
    : await Here.open(requireFence);
  const out = resolve(values.out ?? "grades"), secret = values.secret ?? join(out, "secret.txt");
  return await gradeFolder(path, out, place, () => inputsIn(secret), books);
}

/** Returns the number of a grading: the given one or, if none is, the time. Throws UserError unless it is usable. */
function gradingNumber(given?: string): number {
  const number = given === undefined ? Date.now() : Number(given);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UserError(`Cannot grade: --grading must be a positive integer, got ${given}`);
}

/** Throws UserError unless there is a folder at the path. */
async function requireFolder(path: string): Promise<void> {
  const found = await Deno.stat(path).catch(() => undefined);
  if (found?.isDirectory) return;
  const problem = !found
    ? "there is no such folder"
    : ARCHIVE.test(path)
    ? "it is an archive; unpack it first, and name the folder"
    : "it is a file; name the folder that contains it";
  throw new UserError(`Cannot grade ${path}: ${problem}`);
}

/** Grades all notebooks below a folder, writes the reports, and prints the scores. */
async function gradeFolder(
  path: string,
  out: string,
  place: Place,
  inputsOf: () => Promise<Inputs>,
  books: Gradebooks,
): Promise<number> {
  await requireFolder(path);
  const folder = resolve(path), { notebooks, others } = await submittedFiles(folder);
  if (notebooks.length + others.length === 0) {
    throw new UserError(`Cannot find anything to grade below ${path}`);
  }
  await requireOutput(out, folder);
  const before = await earlier(out), inputs = await inputsOf(), start = performance.now();
  const options = { inputs, types: true, onResult: progress(notebooks.length) };
  const graded = await place.grade(notebooks, options).catch(unlessStopping);
  if (!graded || isStopping()) return await stop().then(() => STOPPED);
  const { results, fence, warning } = graded;
  const files = gradebookFiles(results, books);
  await writeReports(out, { grading: inputs.grading, fence, results, others }, files);
  for (const line of tableOf(results, others)) console.log(line);
  console.log(summary(results, others, performance.now() - start));
  if (before) { for (const line of changes(before.results, results)) console.log(line); }
  for (const { remarks } of files) for (const line of remarks) console.log(printable(line));
  if (warning) console.log(warning);
  console.log(`Reports: ${out}, grading ${inputs.grading}`);
  return 0;
}

function unlessStopping(error: Error): undefined {
  if (!isStopping()) throw error;
}

/** Reads the earlier grading in the same folder; if it cannot be read, says so and returns nothing. */
async function earlier(out: string): Promise<Grading | undefined> {
  try {
    return await readGrading(out);
  } catch (error) {
    const { message } = error as Error;
    console.error(printable(`Cannot compare with the earlier results.json: ${message}`));
  }
}

/** Grades one notebook for nbgrader, and prints only its result. */
async function gradeAlone(path: string, student: string, inputs: Inputs): Promise<number> {
  const one: SubmittedFile = { student, path: basename(path), file: resolve(path) };
  const [result] = await gradeClass([one], { inputs, types: false });
  console.log(JSON.stringify({ ...result, grading: inputs.grading }));
  return 0;
}

/** Draws a progress bar on a terminal, or prints a line at each tenth elsewhere. */
function progress(total: number): (result: Result, done: number) => void {
  return ({ student }, done) => {
    const text = `${done} of ${total}, ${shown(student)}`;
    if (Deno.stderr.isTerminal()) {
      const bar = "█".repeat(Math.round(30 * done / total)).padEnd(30, "░");
      const end = done === total ? "\n" : "";
      Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${bar} ${text}${end}`));
    } else if (done === total || done % Math.ceil(total / 10) === 0) console.error(text);
  };
}

function summary(results: Presented[], others: OtherFile[], milliseconds: number): string {
  const { all, notGraded } = withOthers(results, others);
  return `${countsOf(all, notGraded).join(", ")}, ${(milliseconds / 1000).toFixed(1)} s`;
}

function changes(before: Result[], after: Result[]): string[] {
  const lines = diffOf(before, after);
  return lines.length > 0
    ? ["Changed since the last grading:", ...lines]
    : ["No score has changed"];
}

// Children have their own process groups, so they must be ended when the grader is.
for (const [signal, code] of Object.entries(SIGNALS) as [keyof typeof SIGNALS, number][]) {
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener(signal, () => stop().then(() => Deno.exit(code)));
  }
}
await main(() => grade(Deno.args));
