import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { main, UserError } from "../tools/command.ts";
import { gradeClass } from "./class/grade_class.ts";
import { type HandedIn, handedIn } from "./class/find.ts";
import { diffOf, printable, tableOf } from "./reports/terminal.ts";
import { type Grading, readGrading, writeReports } from "./reports/write.ts";
import type { Result } from "./class/result.ts";
import { checkSandbox, endAll } from "./class/sandbox.ts";

const USAGE = "deno task grade SUBMISSIONS [--out FOLDER] [--seed N]";

/** Grades a folder of notebooks and writes the reports; with --json one notebook, its result as a line of JSON. */
async function grade(args: string[]): Promise<number> {
  const { values, positionals: [path, ...more] } = parse(args);
  const asked = values.seed === undefined ? undefined : Number(values.seed);
  if (!path || more.length > 0 || (asked !== undefined && !Number.isSafeInteger(asked))) {
    throw new UserError(`Cannot grade ${[path, ...more].join(" ") || "nothing"}: ${USAGE}`);
  }
  await checkSandbox();
  if (values.json) return await gradeAlone(path, values.student ?? "", asked ?? 1);
  const folder = resolve(path), out = resolve(values.out ?? "grades");
  const notebooks = await handedIn(folder).catch(() => {
    throw new UserError(`Cannot read the folder ${path}`);
  });
  if (notebooks.length === 0) throw new UserError(`Cannot find a notebook below ${path}`);
  const before = await earlier(out), seed = asked ?? before?.seed ?? drawn();
  const start = performance.now();
  const { results, notices } = await gradeClass(folder, notebooks, {
    ...{ seed, types: true, onResult: progress(notebooks.length) },
  });
  await writeReports(out, { seed, results });
  console.log(tableOf(results));
  for (const notice of notices) console.log(printable(notice));
  console.log(summary(results, performance.now() - start));
  if (before) { for (const line of changes(before.results, results)) console.log(line); }
  console.log(`Reports: ${out}, inputs of seed ${seed}`);
  return 0;
}

/** The earlier grading into the same folder; one that can't be read is told of, and not compared with. */
async function earlier(out: string): Promise<Grading | undefined> {
  try {
    return await readGrading(out);
  } catch (error) {
    console.error(
      printable(`Cannot compare with the earlier results.json: ${(error as Error).message}`),
    );
  }
}

/** A seed that no student knows before. */
function drawn(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: "string" },
        seed: { type: "string" },
        student: { type: "string" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(".")[0]}: ${USAGE}`);
  }
}

/** One notebook, for nbgrader: the result goes to standard output, and nothing else does. */
async function gradeAlone(path: string, student: string, seed: number): Promise<number> {
  const file = resolve(path), one: HandedIn = { student, path: basename(path), file };
  const { results: [result] } = await gradeClass(dirname(file), [one], { seed, types: false });
  console.log(JSON.stringify(result));
  return 0;
}

/** Draws a bar on a terminal, or a line at each tenth elsewhere. */
function progress(total: number): (result: Result, done: number) => void {
  return ({ student }, done) => {
    const text = `${done} of ${total}, ${printable(student)}`;
    if (Deno.stderr.isTerminal()) {
      const bar = "█".repeat(Math.round(30 * done / total)).padEnd(30, "░");
      const end = done === total ? "\n" : "";
      Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${bar} ${text}${end}`));
    } else if (done === total || done % Math.ceil(total / 10) === 0) console.error(text);
  };
}

function summary(results: Result[], milliseconds: number): string {
  const graded = results.filter(({ status }) => status === "graded").length;
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${graded} graded, ${results.length - graded} ungradable, ${seconds} s`;
}

function changes(before: Result[], after: Result[]): string[] {
  const lines = diffOf(before, after);
  return lines.length > 0
    ? ["Changed since the last grading:", ...lines]
    : ["No score has changed"];
}

// Who ends the grader ends its children, too: they are in groups of their own.
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener(signal, () => endAll().then(() => Deno.exit(code)));
  }
}
await main(() => grade(Deno.args));
