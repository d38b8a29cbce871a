import "../lib/notebook/interrupts.ts"; // a solution may loop for ever
import { Box, type Reached } from "./judge/box.ts";
import type { ProblemSet } from "./judge/check.ts";
import { examine, type Finding } from "./judge/examine.ts";
import { type Implementation, local } from "./process/local.ts";
import { findCheck } from "../exercises/checks/mod.ts";
import { OPEN_SEED } from "./judge/stored.ts";
import { keyOf } from "./judge/stored_keys.ts";

const tries = new Map<string, number>();
const findings = new Map<string, Finding>();

/**
 * Checks an item in the notebook, `await check("ps3.terms", { terms })`, and shows a box: pass, almost or not yet, what
 * is wrong, the mistake by its name, the next hint, the progress over the set. It is feedback, never the grade.
 * Throws RangeError for an item that isn't there, TypeError where one of its functions is not handed over.
 */
export async function check(id: string, functions: Implementation): Promise<Box> {
  const { set, check } = findCheck(id);
  const missing = check.functions.filter((name) => typeof functions?.[name] !== "function");
  if (missing.length > 0) {
    throw new TypeError(`Cannot check ${id}: hand over ${missing.join(" and ")}`);
  }
  const finding = await examine(check, local(functions), await keyOf(set), OPEN_SEED);
  findings.set(id, finding);
  if (finding.status !== "pass") tries.set(id, (tries.get(id) ?? 0) + 1);
  const box = new Box(set, check, finding, reached(set), tries.get(id) ?? 0);
  if (isValidated() && finding.status !== "pass") throw new Error(box.lines.join("\n"));
  return box;
}

function reached(set: ProblemSet): Reached {
  const passed = set.checks.filter(({ id }) => findings.get(id)?.status === "pass");
  return {
    items: passed.length,
    points: passed.reduce((sum, { points }) => sum + points, 0),
  };
}

/** nbgrader's Validate counts errors: there, and there alone, a check that doesn't pass throws. */
function isValidated(): boolean {
  return Deno.env.get("NBGRADER_EXECUTION") === "validate";
}
