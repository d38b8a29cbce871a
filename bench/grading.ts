// deno run -A bench/grading.ts: how long a class of 100 takes for each set, and how much memory the grader needs.
import { join } from "node:path";
import { examine } from "../grading/judge/examine.ts";
import { plainHold } from "../grading/process/child.ts";
import { prepare } from "../grading/process/script.ts";
import { Solution } from "../grading/process/solution.ts";
import { SETS } from "../exercises/checks/mod.ts";
import type { ProblemSet } from "../grading/judge/check.ts";
import { OPEN_SEED } from "../grading/judge/stored.ts";
import { keyOf } from "../grading/judge/stored_keys.ts";
import { gradeMeasured } from "../tests/grading/memory.ts";
import { mistakenCells, modelCells, notebookOf, stubbed } from "../tests/grading/works.ts";
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
  const solution = new Solution(prepare(await modelCells(set)), plainHold);
  await solution.ask([]);
  let slowest = 0;
  for (const check of set.checks) {
    const start = performance.now();
    await examine(check, solution.ask, await keyOf(set), OPEN_SEED);
    slowest = Math.max(slowest, performance.now() - start);
  }
  await solution.close();
  return slowest;
}

console.log("set   s per 100 submissions   grader's memory, MB   slowest check, ms");
for (const set of SETS) {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(root, ".tmp") });
  try {
    await handIn(set, folder);
    const { seconds, megabytes } = await gradeMeasured(folder);
    const check = await slowestCheck(set);
    console.log(
      `${set.id}   ${seconds.toFixed(1).padStart(21)}   ${megabytes.toFixed(0).padStart(19)}   ${
        check.toFixed(0).padStart(17)
      }`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
