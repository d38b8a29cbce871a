import type { Matrix } from "../matrix.ts";
import { seeded } from "../random.ts";
import type { Case, Check, Gradient } from "./check.ts";
import { CLOSE, difference, isRecord, part } from "./compare.ts";
import { type Answers, type Mistake, nameMistake } from "./mistakes.ts";
import { type Answer, type Call, decode, encode, type Value, type Values } from "./values.ts";

/** Something that answers calls: a solution in this process or in another, or a table of stored answers. */
export type Ask = (calls: Call[]) => Promise<Answer[]>;

/** Where right answers come from, and what each named mistake would answer. */
export interface Key {
  /** Whether it knows the answers for other inputs than those of one seed. */
  readonly anySeed: boolean;
  right(check: Check, calls: Call[]): Promise<Answer[]>;
  mistaken(check: Check, name: string, calls: Call[]): Promise<Answer[]>;
}

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

const STEP = 1e-5; // of the differences
const SLOPE = 1e-6; // how far differences may be off, relative to the largest entry
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
  const [given, want] = await Promise.all([student(calls), rightAnswers(check, calls, key)]);
  const failed = given.findIndex((answer) => "error" in answer);
  if (failed >= 0) return not(`${calls[failed].name} ${errorOf(given[failed])}`);
  const got = given.map(valueOf);

  const own = await ownGradients(check, cases, got, student, key);
  if (own?.forward) return not(own.forward, own.agrees);
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

/** A backward pass beside the student's own forward. */
interface OwnGradients {
  /** Whether it agrees with finite differences of that forward, else `says` where not. */
  agrees: boolean;
  says?: string;
  /** What is wrong with the forward itself. */
  forward?: string;
}

/** The student's backward answers against finite differences of the student's own forward, and that against the key. */
async function ownGradients(
  check: Check,
  cases: Case[],
  got: Value[],
  student: Ask,
  key: Key,
): Promise<OwnGradients | undefined> {
  const asked = cases.flatMap(({ gradient }, n) => gradient ? [{ gradient, answer: got[n] }] : []);
  if (asked.length === 0) return;
  const calls = asked.map(({ gradient }) => gradient.forward);
  const [given, want] = await Promise.all([student(calls), rightAnswers(check, calls, key)]);
  const says = await disagreement(asked, student);
  const agrees = says === undefined;
  for (const [n, answer] of given.entries()) {
    const { name } = calls[n];
    if ("error" in answer) return { agrees, forward: `${name} ${answer.error}` };
    const wrong = difference(answer.value, want[n], CLOSE, name);
    if (!wrong) continue;
    const forward = agrees
      ? `The gradient agrees with your ${name}, but ${name} is not right yet: ${wrong.says}`
      : `${name} comes first, it is not right yet: ${wrong.says}`;
    return { agrees, forward };
  }
  return { agrees, says };
}

/** Where a gradient is not what finite differences give, in one sentence. */
async function disagreement(
  asked: { gradient: Gradient; answer: Value }[],
  student: Ask,
): Promise<string | undefined> {
  for (const { gradient, answer } of asked) {
    try {
      const slopes = await differences(gradient, student);
      const wrong = difference(answer, "" in slopes ? slopes[""] : slopes, SLOPE, "the gradient");
      if (wrong) return `${wrong.says} by finite differences of your ${gradient.forward.name}`;
    } catch (error) {
      return `${gradient.forward.name} has no slope: ${(error as Error).message}`;
    }
  }
}

/** ∂E/∂A by central differences for each matrix named, all questions asked at once. */
async function differences({ forward, E, wrt }: Gradient, student: Ask): Promise<Values> {
  const matrices = Object.values(wrt).flat();
  const calls = matrices.flatMap(({ data }) =>
    Array.from(data).flatMap((entry, n) =>
      [entry + STEP, entry - STEP].map((moved) => {
        data[n] = moved;
        const call = copy(forward);
        data[n] = entry;
        return call;
      })
    )
  );
  const energies = (await student(calls)).map((answer) => E(valueOf(answer)));
  let at = 0;
  const slopes = (A: Matrix) => A.map(() => (energies[at++] - energies[at++]) / (2 * STEP));
  return Object.fromEntries(
    Object.entries(wrt).map(([name, A]) => [name, Array.isArray(A) ? A.map(slopes) : slopes(A)]),
  );
}

async function rightAnswers(check: Check, calls: Call[], key: Key): Promise<Value[]> {
  return (await key.right(check, calls)).map(valueOf);
}

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

function valueOf(answer: Answer): Value {
  if ("error" in answer) throw new Error(answer.error);
  return answer.value;
}

function errorOf(answer: Answer): string {
  return "error" in answer ? answer.error : "";
}

/** The call as it is now: its matrices are changed in place afterwards. */
function copy(call: Call): Call {
  return { name: call.name, args: decode(encode(call.args)) as Value[] };
}
