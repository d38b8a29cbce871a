import { seeded } from "../../lib/random.ts";
import type { AnswerKey, Invoke } from "./answer_key.ts";
import type { Check } from "./check.ts";
import { difference, isRecord, part, TOLERANCE } from "./compare.ts";
import { checkGradient, GRADIENT_TOLERANCE } from "./gradient_check.ts";
import { type Mistake, nameError, nameMistake } from "./mistakes.ts";
import { type Answer, type Call, type Value, valueOf } from "./values.ts";

/** The result of one item. */
export interface Finding {
  id: string;
  points: number;
  /** All points for a pass; otherwise the share of the parts that are right, if the answers have several named parts. */
  earned: number;
  status: "pass" | "almost" | "not yet";
  /** One sentence about what is wrong. */
  message?: string;
  /** True for each named part of the answers that is right in all calls; absent unless there are several, and one is wrong. */
  parts?: Record<string, boolean>;
  mistake?: Mistake;
}

/** A finding, and what it comes from. */
interface Examined {
  finding: Finding;
  /** True unless a function of the item threw an error. */
  answered: boolean;
  /** True if the inputs may have met a kink, where finite differences are wrong. */
  kink?: boolean;
}

const DRAWS = 3; // finite differences across the kink of max(0, z) are wrong: then other inputs are drawn

const FINITE_DIFFERENCES: Mistake = {
  name: "differences instead of the formula",
  hint:
    "The result is accurate to only a few digits, like a finite difference: write the derivative as a formula",
};

/**
 * Examines one solution: its answers must equal those of the key, and a backward pass must also agree with finite
 * differences of the solution's own forward pass. If it answers wrongly without a known mistake, and the item that it
 * needs is wrong, too, the finding names that item. The inputs depend on the seed only, and so does the finding.
 */
export async function examine(
  check: Check,
  student: Invoke,
  key: AnswerKey,
  seed: number,
): Promise<Finding> {
  const { finding, answered } = await examineAlone(check, student, key, seed), { needs } = check;
  if (!needs || !answered || finding.status === "pass" || finding.mistake) return finding;
  const { finding: earlier } = await examineAlone(needs, student, key, seed);
  if (earlier.status === "pass") return finding;
  const message = `this item depends on ${
    needs.functions.at(-1)
  }, which is not correct yet: ${earlier.message}`;
  const hint = "Fix that item first, then check this one again";
  return { ...finding, status: "not yet", message, mistake: { name: `${needs.id} first`, hint } };
}

async function examineAlone(
  check: Check,
  student: Invoke,
  key: AnswerKey,
  seed: number,
): Promise<Examined> {
  for (let draw = 1;; draw++) {
    const found = await examineOnce(check, student, key, seed + 7919 * (draw - 1));
    if (!found.kink || draw === DRAWS || !key.anySeed) return found;
  }
}

async function examineOnce(
  check: Check,
  student: Invoke,
  key: AnswerKey,
  seed: number,
): Promise<Examined> {
  const { id, points } = check, cases = check.cases(seeded(seed));
  const calls = cases.map(({ call }) => call);
  const [given, correct] = await Promise.all([student(calls), key.correct(check, calls)]);
  for (const [n, answer] of given.entries()) {
    if (!("error" in answer)) continue;
    const message = `${calls[n].name} ${answer.error}`;
    return { ...failed(check, message, false, nameError(answer)), answered: false };
  }
  const got = given.map(valueOf), want = correct.map(valueOf);

  const gradient = await checkGradient(check, cases, got, student, key);
  if (gradient?.forwardWrong) return failed(check, gradient.forwardWrong, gradient.agrees);
  const at = got.findIndex((answer, n) => difference(answer, want[n]));
  if (at < 0) {
    if (gradient && !gradient.agrees) return { ...failed(check, gradient.message!), kink: true };
    return { finding: { id, points, earned: points, status: "pass" }, answered: true };
  }
  const wrong = difference(got[at], want[at], TOLERANCE, calls[at].name)!;
  const nearly = got.every((answer, n) => !difference(answer, want[n], 10 * GRADIENT_TOLERANCE));
  if (gradient?.agrees && nearly) return failed(check, wrong.message, true, FINITE_DIFFERENCES);
  const parts = partsOf(got, want);
  const mistaken = await mistakenAnswers(check, calls, key);
  const answers = calls.map((_, n) => ({ got: got[n], want: want[n], mistaken: mistaken[n] }));
  const mistake = nameMistake(answers, wrong, check.mistakes, given);
  const rights = Object.values(parts), right = rights.filter(Boolean).length;
  const almost = Boolean(mistake) || right * 2 >= rights.length;
  const message = right > 0 ? `${wrong.message} (right: ${namesOf(parts)})` : wrong.message;
  const { finding, answered } = failed(check, message, almost, mistake);
  if (rights.length < 2) return { finding, answered };
  const earned = Math.floor(100 * check.points * right / rights.length) / 100;
  return { finding: { ...finding, earned, parts }, answered };
}

function failed(
  { id, points }: Check,
  message: string,
  almost = false,
  mistake?: Mistake,
): Examined {
  const status = almost ? "almost" : "not yet";
  const finding = { id, points, earned: 0, message, ...(mistake && { mistake }) };
  return { finding: { ...finding, status }, answered: true };
}

/** Returns, for each call, the answer of every named mistake. */
async function mistakenAnswers(
  check: Check,
  calls: Call[],
  key: AnswerKey,
): Promise<Record<string, Value>[]> {
  const answers: Record<string, Value>[] = calls.map(() => ({}));
  for (const name of Object.keys(check.mistakes)) {
    const list: Answer[] = await key.mistaken(check, name, calls);
    for (const [n, answer] of list.entries()) {
      answers[n][name] = "value" in answer ? answer.value : undefined;
    }
  }
  return answers;
}

/** Returns the names of the parts that are right. */
function namesOf(parts: Record<string, boolean>): string {
  return Object.keys(parts).filter((name) => parts[name]).join(", ");
}

/** Returns for each named part of the answers whether it is right in all calls; an answer without parts is one, named "". */
function partsOf(got: Value[], want: Value[]): Record<string, boolean> {
  const parts: Record<string, boolean> = {};
  for (const [n, answer] of want.entries()) {
    for (const name of isRecord(answer) ? Object.keys(answer) : [""]) {
      parts[name] = (parts[name] ?? true) && !difference(part(got[n], name), part(answer, name));
    }
  }
  return parts;
}
