import "../lib/notebook/interrupts.ts"; // a solution may loop forever
import { findCheck } from "../exercises/checks/mod.ts";
import { OPEN_SEED, storedKey } from "./judge/answer_key.ts";
import { type Check, type ProblemSet, sumOfPoints } from "./judge/check.ts";
import { earlierResults } from "./judge/earlier_results.ts";
import { examine, type Finding } from "./judge/examine.ts";
import { FeedbackBox, type Progress } from "./judge/feedback_box.ts";
import { isUnwritten } from "./judge/hint.ts";
import { pointsFor } from "./judge/item_result.ts";
import { type Implementation, invokeLocally } from "./process/local.ts";

const results = new Map(Object.entries(earlierResults()));
const judged = new Map<string, Implementation>(); // the functions of each item's last check
const tried = new Map<string, Set<string>>(); // the texts of the functions of each item's checks

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
  const { status } = finding, before = results.get(id)?.tries ?? 0;
  const isTry = status !== "pass" && !isUnwritten(finding) && isNew(check, functions);
  const tries = before + (isTry ? 1 : 0);
  results.set(id, { status, tries, earned: finding.earned });
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
function versionOf(check: Check, functions: Implementation, finding: Finding): string {
  const isSame = isJudged(check, functions), names = ownNames(check);
  if (!isSame && !isUnwritten(finding)) return "";
  const same = isSame ? ", as in the last check" : "";
  return `Judged: ${names.join(" and ")} as the cell ran last${same}. ` +
    "If you have changed the cell since, run it, and correct its error if it fails";
}

/** Returns whether the text of an item's functions is none that was checked before. */
function isNew(check: Check, functions: Implementation): boolean {
  const text = ownNames(check).map((name) => String(functions[name])).join("\n");
  const texts = tried.get(check.id) ?? new Set();
  const isKnown = texts.has(text);
  tried.set(check.id, texts.add(text));
  return !isKnown;
}

/** Tests whether the item's functions are those of its last check. */
function isJudged(check: Check, functions: Implementation): boolean {
  const before = judged.get(check.id);
  return before !== undefined && ownNames(check).every((name) => functions[name] === before[name]);
}

/** Returns the names of an item's functions without those of the item that it needs. */
function ownNames({ functions, needs }: Check): string[] {
  return functions.filter((name) => !needs?.functions.includes(name));
}

function progressIn(set: ProblemSet): Progress {
  const passed = set.checks.filter(({ id }) => results.get(id)?.status === "pass");
  const earned = set.checks.map(({ id, points }) => ({
    earned: pointsFor(points, results.get(id)),
  }));
  return { items: passed.length, points: sumOfPoints(earned) };
}

/** nbgrader's Validate counts errors, so a check that does not pass throws there, and only there. */
function isValidated(): boolean {
  return Deno.env.get("NBGRADER_EXECUTION") === "validate";
}
