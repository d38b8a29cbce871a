// deno run -A bench/grading.ts: measures the time that a class of 100 takes for each set, with bubblewrap and without,
// and the memory that the grader and its children need.
import { join } from "node:path";
import { examine } from "../grading/judge/examine.ts";
import { trusted } from "../grading/process/child.ts";
import { compileCells } from "../grading/process/script.ts";
import { Solution } from "../grading/process/solution.ts";
import { SETS } from "../exercises/checks/mod.ts";
import type { ProblemSet } from "../grading/judge/check.ts";
import { OPEN_SEED, storedKey } from "../grading/judge/answer_key.ts";
import { modelCells } from "../grading/class/model_key.ts";
import { gradeMeasured } from "../tests/grading/measure.ts";
import {
  mistakenCells,
  notebookOf,
  pathWithoutFence,
  stubbed,
} from "../tests/grading/student_work.ts";
import { root } from "../tools/paths.ts";

const STUDENTS = 100;

/** A class in which every student leaves another item out, and every third makes a named mistake. */
async function handIn(set: ProblemSet, folder: string): Promise<void> {
  const model = await modelCells(set), { checks } = set;
  for (let n = 0; n < STUDENTS; n++) {
    const check = checks[n % checks.length], names = Object.keys(check.mistakes);
    const cells = n % 3 === 0 ? mistakenCells(model, check, names[n % names.length]) : model;
    const own = cells.map((cell, place) => place === (n * 5) % 7 ? stubbed(cell) : cell);
    await Deno.mkdir(join(folder, `student-${n}`));
    await Deno.writeTextFile(
      join(folder, `student-${n}`, `${set.id}.ipynb`),
      await notebookOf(set, own),
    );
  }
}

/** Milliseconds that each item's check takes on the model solution, the slowest of a set. */
async function slowestCheck(set: ProblemSet): Promise<number> {
  const solution = new Solution(compileCells(await modelCells(set)), trusted);
  await solution.invoke([]);
  let slowest = 0;
  for (const check of set.checks) {
    const start = performance.now();
    await examine(check, solution.invoke, await storedKey(set), OPEN_SEED);
    slowest = Math.max(slowest, performance.now() - start);
  }
  await solution.close();
  return slowest;
}

const columns = (values: (string | number)[]) =>
  values.map((value) => String(value).padStart(14)).join("");
console.log(columns(["set", "fenced, s", "not fenced, s", "grader, MB", "tree, MB", "check, ms"]));
for (const set of SETS) {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(root, ".tmp") });
  const [work, out] = [join(folder, "work"), join(folder, "grades")];
  try {
    await Deno.mkdir(work);
    await handIn(set, work);
    const fenced = await gradeMeasured(work, out);
    const without = await gradeMeasured(work, out, { PATH: await pathWithoutFence(folder) });
    const numbers = [fenced.megabytes, fenced.treeMegabytes, await slowestCheck(set)];
    const times = [fenced.seconds, without.seconds].map((seconds) => seconds.toFixed(1));
    console.log(columns([set.id, ...times, ...numbers.map(Math.round)]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
