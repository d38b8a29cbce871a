import { seeded } from "../../lib/random.ts";
import type { Check } from "./check.ts";
import { CLOSE, difference, isRecord, part } from "./compare.ts";
import type { Ask, Key } from "./key.ts";
import { type Answers, type Mistake, nameMistake } from "./mistakes.ts";
import { ownGradient, SLOPE } from "./own_gradient.ts";
import { type Answer, type Call, type Value, valueOf } from "./values.ts";

/** What became of one item. */
export interface Finding {
  id: string;
  points: number;
  /** All points or none. */
  earned: number;
  status: "pass" | "almost" | "not yet";
  /** What is wrong, in one sentence. */
  says?: string;
  mistake?: Mistake;
}

const DRAWS = 3; // a kink of max(0, z) under a difference spoils it: other inputs are drawn then

/**
 * Examines one solution: its answers must be the key's, and a backward pass must also agree with finite differences of
 * the solution's own forward. The seed draws the inputs: the same seed, the same finding.
 */
export async function examine(
  check: Check,
  student: Ask,
  key: Key,
  seed: number,
): Promise<Finding> {
  for (let draw = 1;; draw++) {
    const finding = await examineOnce(check, student, key, seed + 7919 * (draw - 1));
    if (!finding.kink || draw === DRAWS || !key.anySeed) return finding.finding;
  }
}

async function examineOnce(
  check: Check,
  student: Ask,
  key: Key,
  seed: number,
): Promise<{ finding: Finding; kink?: boolean }> {
  const { id, points } = check;
  const not = (says: string, almost = false, mistake?: Mistake): { finding: Finding } => {
    const status = almost ? "almost" : "not yet";
    return { finding: { id, points, earned: 0, status, says, ...(mistake && { mistake }) } };
  };
  const cases = check.cases(seeded(seed));
  const calls = cases.map(({ call }) => call);
  const [given, right] = await Promise.all([student(calls), key.right(check, calls)]);
  const want = right.map(valueOf);
  const failed = given.findIndex((answer) => "error" in answer);
  if (failed >= 0) return not(`${calls[failed].name} ${errorOf(given[failed])}`);
  const got = given.map(valueOf);

  const own = await ownGradient(check, cases, got, student, key);
  if (own?.forwardWrong) return not(own.forwardWrong, own.agrees);
  const at = got.findIndex((answer, n) => difference(answer, want[n]));
  if (at < 0) {
    if (own && !own.agrees) return { ...not(own.says!), kink: true };
    return { finding: { id, points, earned: points, status: "pass" } };
  }
  const wrong = difference(got[at], want[at], CLOSE, calls[at].name)!;
  const nearly = got.every((answer, n) => !difference(answer, want[n], 10 * SLOPE));
  if (own?.agrees && nearly) return not(wrong.says, true, NUMERIC);
  const answers = await withMistakes(check, calls, got, want, key);
  const mistake = nameMistake(answers, wrong, check.mistakes);
  return not(wrong.says, Boolean(mistake) || partly(got, want), mistake);
}

const NUMERIC: Mistake = {
  name: "differences instead of the formula",
  hint: "Right to some digits, as finite differences are: write the derivative as a formula",
};

async function withMistakes(
  check: Check,
  calls: Call[],
  got: Value[],
  want: Value[],
  key: Key,
): Promise<Answers[]> {
  const names = Object.keys(check.mistakes);
  const lists: Answer[][] = [];
  for (const name of names) lists.push(await key.mistaken(check, name, calls));
  const answerTo = (n: number) => (list: Answer[]) =>
    "value" in list[n] ? list[n].value : undefined;
  return calls.map((_, n) => ({
    got: got[n],
    want: want[n],
    mistaken: Object.fromEntries(lists.map(answerTo(n)).map((answer, m) => [names[m], answer])),
  }));
}

/** Whether at least half of the named parts of the answers are right. */
function partly(got: Value[], want: Value[]): boolean {
  const parts = want.flatMap((answer, n) =>
    isRecord(answer)
      ? Object.keys(answer).map((name) => !difference(part(got[n], name), answer[name]))
      : [!difference(got[n], answer)]
  );
  return parts.filter(Boolean).length * 2 >= parts.length;
}

function errorOf(answer: Answer): string {
  return "error" in answer ? answer.error : "";
}
