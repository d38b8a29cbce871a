import { type Difference, difference, isRecord, part } from "./compare.ts";
import { isMatrix, type Value } from "./values.ts";

/** A mistake that has a name, and the hint that mends it. */
export interface Mistake {
  name: string;
  hint: string;
}

/** The answers to one question: the student's, the right one, and what each known mistake would answer. */
export interface Answers {
  got: Value;
  want: Value;
  mistaken: Record<string, Value>;
}

/**
 * The named mistake that a wrong answer fits: one of the item's own where the whole answer, or else the part that is
 * wrong, is what that mistake gives in every case; else one that the numbers alone betray.
 */
export function nameMistake(
  cases: Answers[],
  { output }: Difference,
  hints: Record<string, string>,
): Mistake | undefined {
  const fits = (name: string, of: (answer: Value) => Value) =>
    cases.every(({ got, mistaken }) => !difference(of(got), of(mistaken[name]))) &&
    cases.some(({ want, mistaken }) => difference(of(want), of(mistaken[name])));
  const names = Object.keys(hints);
  const own = names.find((name) => fits(name, (answer) => answer)) ??
    names.find((name) => fits(name, (answer) => part(answer, output)));
  if (own) return { name: own, hint: hints[own] };
  const wrong = cases.find(({ got, want }) => difference(part(got, output), part(want, output)));
  return wrong && betrayed(part(wrong.got, output), part(wrong.want, output));
}

/** What the numbers alone betray, whatever the item. */
function betrayed(got: Value, want: Value): Mistake | undefined {
  const [a, b] = [numbers(got), numbers(want)];
  if (!a.every(Number.isFinite) && b.every(Number.isFinite)) {
    return {
      name: "not a finite number",
      hint:
        "Something is divided by zero, a logarithm is taken of zero or less, or an exponential is too large",
    };
  }
  if (isMatrix(got) && isMatrix(want) && got.shape !== want.shape && got.shape === want.T.shape) {
    return { name: "transposed", hint: "The shape is turned round: take the transpose" };
  }
  if (a.length !== b.length || b.every((x) => x === 0)) return;
  if (a.every((x) => x === 0)) {
    return { name: "all zeros", hint: "Nothing but zeros comes back: something must be added up" };
  }
  if (isMatrix(got) && isMatrix(want) && got.shape === want.shape && !difference(got.T, want)) {
    return { name: "transposed", hint: "These are the right numbers, rows and columns exchanged" };
  }
  const ratio = a[largestAt(b)] / b[largestAt(b)];
  if (difference(a, b.map((x) => ratio * x), 1e-9)) return;
  if (ratio === -1 || Math.abs(ratio + 1) < 1e-9) {
    return { name: "sign", hint: "Every entry has the opposite sign" };
  }
  const factor = Number(ratio.toPrecision(6));
  if (b.length === 1 && !Number.isInteger(factor) && !Number.isInteger(1 / factor)) return; // any number is some multiple
  return { name: `factor ${factor}`, hint: `Every entry is ${factor} times what it should be` };
}

function largestAt(values: number[]): number {
  return values.reduce((best, x, n) => Math.abs(x) > Math.abs(values[best]) ? n : best, 0);
}

/** All numbers of a value, in order. */
export function numbers(value: Value): number[] {
  if (typeof value === "number") return [value];
  if (isMatrix(value)) return Array.from(value.data);
  if (Array.isArray(value)) return value.flatMap(numbers);
  return isRecord(value) ? Object.values(value).flatMap(numbers) : [];
}
