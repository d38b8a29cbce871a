import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { main, Remedy } from "./command.ts";
import { gradeClass } from "./grade/class.ts";
import { type HandedIn, handedIn } from "./grade/find.ts";
import { diffOf, printable, tableOf } from "./grade/reports/terminal.ts";
import { readResults, writeReports } from "./grade/reports/write.ts";
import type { Result } from "./grade/result.ts";
import { checkSandbox } from "./grade/sandbox.ts";

const USAGE = "deno task grade SUBMISSIONS [--out FOLDER] [--seed N]";

/** Grades a folder of notebooks and writes the reports; with --json one notebook, its result as a line of JSON. */
async function grade(args: string[]): Promise<number> {
  const { values, positionals: [path] } = parse(args);
  const seed = Number(values.seed ?? 1);
  if (!path || !Number.isSafeInteger(seed)) throw new Remedy(`Cannot grade nothing: ${USAGE}`);
  await checkSandbox();
  if (values.json) return await gradeAlone(path, values.student ?? "", seed);
  const folder = resolve(path), out = resolve(values.out ?? "grades");
  const notebooks = await handedIn(folder).catch(() => {
    throw new Remedy(`Cannot read the folder ${path}`);
  });
  if (notebooks.length === 0) throw new Remedy(`Cannot find a notebook below ${path}`);
  const before = await readResults(out);
  const start = performance.now();
  const results = await gradeClass(notebooks, { seed, onResult: progress(notebooks.length) });
  await writeReports(out, results);
  console.log(tableOf(results));
  console.log(summary(results, performance.now() - start));
  if (before) { for (const line of changes(before, results)) console.log(line); }
  console.log(`Reports: ${out}`);
  return 0;
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
    throw new Remedy(`${(error as Error).message.split(".")[0]}: ${USAGE}`);
  }
}

/** One notebook, for nbgrader: the result goes to standard output, and nothing else does. */
async function gradeAlone(path: string, student: string, seed: number): Promise<number> {
  const all = await handedIn(dirname(resolve(path)));
  const one: HandedIn | undefined = all.find((notebook) => notebook.path === basename(path));
  if (!one) throw new Remedy(`Cannot find the notebook ${path}`);
  const [result] = await gradeClass([{ ...one, student }], { seed });
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

await main(() => grade(Deno.args));
