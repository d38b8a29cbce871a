import "../lib/notebook/interrupts.ts"; // a solution may loop forever
import { findCheck } from "../exercises/checks/mod.ts";
import { OPEN_SEED, storedKey } from "./judge/answer_key.ts";
import type { Check, ProblemSet } from "./judge/check.ts";
import { earlierResults } from "./judge/earlier_results.ts";
import { examine, type Finding } from "./judge/examine.ts";
import { FeedbackBox, type Progress } from "./judge/feedback_box.ts";
import { isUnwritten } from "./judge/hint.ts";
import { type Implementation, invokeLocally } from "./process/local.ts";

const results = new Map(Object.entries(earlierResults()));
const judged = new Map<string, Implementation>(); // the functions of each item's last check

/**
 * Checks an item in the notebook, `await check("ps3.terms", { untiedUnroll, leakyTerms })`, and returns a box with the
 * status, what is wrong, the mistake by name, the next hint, and the progress in the set; it also says if the functions
 * are those of the last check, because a cell that failed leaves them as they were. It is feedback, never the grade.
 * Throws RangeError for an unknown item, TypeError if one of its functions is missing.
 */
export async function check(id: string, functions: Implementation): Promise<FeedbackBox> {
  const { set, check } = findCheck(id);
  const missing = check.functions.filter((name) => typeof functions?.[name] !== "function");
  if (missing.length > 0) {
    throw new TypeError(`Cannot check ${id}: pass the functions ${missing.join(" and ")}`);
  }
  const finding = await examine(check, invokeLocally(functions), await storedKey(set), OPEN_SEED);
  const { status } = finding;
  const tries = (results.get(id)?.tries ?? 0) + (status === "pass" ? 0 : 1);
  results.set(id, { status, tries });
  const version = versionOf(check, functions, finding);
  const box = new FeedbackBox(set, check, finding, progressIn(set), tries, version);
  judged.set(id, { ...functions });
  if (isValidated() && finding.status !== "pass") throw new Error(box.lines.join("\n"));
  return box;
}

/**
 * Returns a sentence about the version of the item's functions that was judged, if a later one may have failed: if they are
 * those of the last check, or still the stub. A cell that cannot be parsed does not run, which the kernel tells nobody,
 * and leaves the functions of its last run; a cell that runs declares new ones.
 */
function versionOf(
  { id, functions: called, needs }: Check,
  functions: Implementation,
  finding: Finding,
): string {
  const before = judged.get(id);
  const names = called.filter((name) => !needs?.functions.includes(name));
  const isSame = before && names.every((name) => functions[name] === before[name]);
  if (!isSame && !isUnwritten(finding)) return "";
  const same = isSame ? ", as in the last check" : "";
  return `Judged: ${names.join(" and ")} as the cell ran last${same}. ` +
    "If you have changed the cell since, run it, and correct its error if it fails";
}

function progressIn(set: ProblemSet): Progress {
  const passed = set.checks.filter(({ id }) => results.get(id)?.status === "pass");
  return { items: passed.length, points: passed.reduce((sum, { points }) => sum + points, 0) };
}

/** nbgrader's Validate counts errors, so a check that does not pass throws there, and only there. */
function isValidated(): boolean {
  return Deno.env.get("NBGRADER_EXECUTION") === "validate";
}
