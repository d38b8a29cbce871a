import type { Matrix } from "../../lib/matrix.ts";
import type { Case, Check, Gradient } from "./check.ts";
import { CLOSE, difference } from "./compare.ts";
import type { Ask, Key } from "./key.ts";
import { type Call, decode, encode, type Value, valueOf, type Values } from "./values.ts";

const STEP = 1e-5; // of the differences
/** How far differences may be off, relative to the largest entry. */
export const SLOPE = 1e-6;

/** A backward pass beside the student's own forward. */
export interface OwnGradient {
  /** Whether it agrees with finite differences of that forward, else `says` where not. */
  agrees: boolean;
  says?: string;
  /** What is wrong with the forward itself. */
  forwardWrong?: string;
}

/** The student's backward answers against finite differences of the student's own forward, and that against the key. */
export async function ownGradient(
  check: Check,
  cases: Case[],
  got: Value[],
  student: Ask,
  key: Key,
): Promise<OwnGradient | undefined> {
  const asked = cases.flatMap(({ gradient }, n) => gradient ? [{ gradient, answer: got[n] }] : []);
  if (asked.length === 0) return;
  const calls = asked.map(({ gradient }) => gradient.forward);
  const [given, want] = await Promise.all([student(calls), key.right(check, calls)]);
  const says = await disagreement(asked, student);
  const agrees = says === undefined;
  for (const [n, answer] of given.entries()) {
    const { name } = calls[n];
    if ("error" in answer) return { agrees, forwardWrong: `${name} ${answer.error}` };
    const wrong = difference(answer.value, valueOf(want[n]), CLOSE, name);
    if (!wrong) continue;
    const forwardWrong = agrees
      ? `The gradient agrees with your ${name}, but ${name} is not right yet: ${wrong.says}`
      : `${name} comes first, it is not right yet: ${wrong.says}`;
    return { agrees, forwardWrong };
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

/** The call as it is now: its matrices are changed in place afterwards. */
function copy(call: Call): Call {
  return { name: call.name, args: decode(encode(call.args)) as Value[] };
}
