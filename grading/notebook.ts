import "../lib/notebook/interrupts.ts"; // a solution may loop forever
import { findCheck } from "../exercises/checks/mod.ts";
import { OPEN_SEED, storedKey } from "./judge/answer_key.ts";
import type { ProblemSet } from "./judge/check.ts";
import { examine, type Finding } from "./judge/examine.ts";
import { FeedbackBox, type Progress } from "./judge/feedback_box.ts";
import { type Implementation, invokeLocally } from "./process/local.ts";

const tries = new Map<string, number>();
const findings = new Map<string, Finding>();

/**
 * Checks an item in the notebook, `await check("ps3.terms", { untiedUnroll, leakyTerms })`, and returns a box with the
 * status, what is wrong, the mistake by name, the next hint, and the progress in the set. It is feedback, never the grade.
 * Throws RangeError for an unknown item, TypeError if one of its functions is missing.
 */
export async function check(id: string, functions: Implementation): Promise<FeedbackBox> {
  const { set, check } = findCheck(id);
  const missing = check.functions.filter((name) => typeof functions?.[name] !== "function");
  if (missing.length > 0) {
    throw new TypeError(`Cannot check ${id}: pass the functions ${missing.join(" and ")}`);
  }
  const finding = await examine(check, invokeLocally(functions), await storedKey(set), OPEN_SEED);
  findings.set(id, finding);
  if (finding.status !== "pass") tries.set(id, (tries.get(id) ?? 0) + 1);
  const box = new FeedbackBox(set, check, finding, progressIn(set), tries.get(id) ?? 0);
  if (isValidated() && finding.status !== "pass") throw new Error(box.lines.join("\n"));
  return box;
}

function progressIn(set: ProblemSet): Progress {
  const passed = set.checks.filter(({ id }) => findings.get(id)?.status === "pass");
  return { items: passed.length, points: passed.reduce((sum, { points }) => sum + points, 0) };
}

/** nbgrader's Validate counts errors, so a check that does not pass throws there, and only there. */
function isValidated(): boolean {
  return Deno.env.get("NBGRADER_EXECUTION") === "validate";
}
