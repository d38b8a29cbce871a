import { centralDifference, checkStep } from "../../lib/gradcheck.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { AnswerKey, Invoke } from "./answer_key.ts";
import type { Case, Check, GradientCheck } from "./check.ts";
import { difference, TOLERANCE } from "./compare.ts";
import { type Call, decode, encode, type Value, valueOf, type Values } from "./values.ts";

const STEP = 1e-5; // of the differences
/** Tolerance of finite differences, relative to the largest entry. */
export const GRADIENT_TOLERANCE = 1e-6;

/** The result of comparing a backward pass with the student's own forward pass. */
export interface GradientResult {
  /** True if it agrees with finite differences of that forward pass; otherwise `message` describes where not. */
  agrees: boolean;
  message?: string;
  /** A description of what is wrong with the forward pass itself. */
  forwardWrong?: string;
}

/** Compares the answers of a backward pass with finite differences of the student's forward pass, and that with the key. */
export async function checkGradient(
  check: Check,
  cases: Case[],
  got: Value[],
  student: Invoke,
  key: AnswerKey,
): Promise<GradientResult | undefined> {
  const checked = cases.flatMap(({ gradient }, n) =>
    gradient ? [{ gradient, answer: got[n] }] : []
  );
  if (checked.length === 0) return;
  const calls = checked.map(({ gradient }) => gradient.forward);
  const [given, want] = await Promise.all([student(calls), key.correct(check, calls)]);
  const message = await disagreement(checked, student);
  const agrees = message === undefined;
  for (const [n, answer] of given.entries()) {
    const { name } = calls[n];
    if ("error" in answer) return { agrees, forwardWrong: `${name} ${answer.error}` };
    const wrong = difference(answer.value, valueOf(want[n]), TOLERANCE, name);
    if (!wrong) continue;
    const forwardWrong = agrees
      ? `The gradient agrees with your ${name}, but ${name} is not correct yet: ${wrong.message}`
      : `Correct ${name} first: ${wrong.message}`;
    return { agrees, forwardWrong };
  }
  return { agrees, message };
}

/** Returns where a gradient differs from finite differences, in one sentence. */
async function disagreement(
  checked: { gradient: GradientCheck; answer: Value }[],
  student: Invoke,
): Promise<string | undefined> {
  for (const { gradient, answer } of checked) {
    const { name } = gradient.forward,
      attempt = `Cannot compute finite differences of your ${name}`;
    try {
      const slopes = await differences(gradient, student, attempt);
      const want = "" in slopes ? slopes[""] : slopes;
      const wrong = difference(answer, want, GRADIENT_TOLERANCE, "the gradient");
      if (wrong) return `${wrong.message} by finite differences of your ${name}`;
    } catch (error) {
      const { message } = error as Error;
      return message.startsWith(attempt) ? message : `${attempt}: ${message}`;
    }
  }
}

/**
 * Computes ∂E/∂A by central differences for each matrix in `wrt`, with all calls made at once. Throws RangeError if E
 * is not finite, or if the step is lost in rounding.
 */
async function differences(
  { forward, E, wrt }: GradientCheck,
  student: Invoke,
  attempt: string,
): Promise<Values> {
  const matrices = Object.values(wrt).flat();
  const calls = matrices.flatMap(({ data }) =>
    Array.from(data).flatMap((entry, n) => {
      checkStep(STEP, entry, "the argument's entry a", attempt);
      return [entry + STEP, entry - STEP].map((moved) => {
        data[n] = moved;
        const call = copy(forward);
        data[n] = entry;
        return call;
      });
    })
  );
  const energies = (await student(calls)).map((answer) => E(valueOf(answer)));
  let at = 0;
  const slopes = (A: Matrix) =>
    A.map((entry) => {
      const values: [number, number] = [energies[at++], energies[at++]];
      return centralDifference(values, STEP, `the entry ${entry}`, attempt);
    });
  return Object.fromEntries(
    Object.entries(wrt).map(([name, A]) => [name, Array.isArray(A) ? A.map(slopes) : slopes(A)]),
  );
}

/** Copies a call with its arguments, whose matrices are changed in place afterwards. */
function copy(call: Call): Call {
  return { name: call.name, args: decode(encode(call.args)) as Value[] };
}
