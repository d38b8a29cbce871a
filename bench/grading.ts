// deno run -A bench/grading.ts: how long a class of 100 takes for each set, and how much memory the grader needs.
import { join } from "node:path";
import { examine } from "../lib/check/examine.ts";
import { plainHold } from "../lib/check/process/child.ts";
import { Solution } from "../lib/check/process/solution.ts";
import { SETS } from "../lib/check/sets/mod.ts";
import type { ProblemSet } from "../lib/check/check.ts";
import { OPEN_SEED } from "../lib/check/stored.ts";
import { keyOf } from "../lib/check/stored_keys.ts";
import { mistakenCells, modelCells, notebookOf, stubbed } from "../tests/graded/works.ts";
import { root } from "../tools/place.ts";

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

/** Seconds that the grader takes, and the most memory that its process held, in MB. */
async function grade(folder: string): Promise<{ seconds: number; megabytes: number }> {
  const start = performance.now();
  const args = [
    "run",
    "-A",
    join(root, "tools", "grade.ts"),
    folder,
    "--out",
    join(folder, ".grades"),
  ];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
  let [most, running] = [0, true];
  child.status.then(() => running = false);
  while (running) {
    const status = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
    most = Math.max(most, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
    await new Promise((later) => setTimeout(later, 50));
  }
  return { seconds: (performance.now() - start) / 1000, megabytes: most / 1024 };
}

/** Milliseconds that each item's check takes on the model solution, the slowest of a set. */
async function slowestCheck(set: ProblemSet): Promise<number> {
  const solution = new Solution(await modelCells(set), plainHold);
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
    const { seconds, megabytes } = await grade(folder);
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
