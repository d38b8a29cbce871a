import { type Difference, difference, isRecord, part } from "./compare.ts";
import { isMatrix, type Value } from "./values.ts";

/** A mistake with a name, and a hint how to correct it. */
export interface Mistake {
  name: string;
  hint: string;
}

/** The answers to one call: the student's, the correct one, and that of each named mistake. */
export interface Answers {
  got: Value;
  want: Value;
  mistaken: Record<string, Value>;
}

/**
 * Returns the named mistake that explains a wrong answer: one of the item's own if the whole answer, or else the wrong
 * part of it, is what that mistake gives in every case; otherwise one that can be recognised from the numbers alone.
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
  return wrong && commonMistake(part(wrong.got, output), part(wrong.want, output));
}

/** Returns a mistake that can be recognised from the numbers alone, whatever the item. */
function commonMistake(got: Value, want: Value): Mistake | undefined {
  const [a, b] = [numbers(got), numbers(want)];
  if (!a.every(Number.isFinite) && b.every(Number.isFinite)) {
    return {
      name: "not a finite number",
      hint:
        "There is a division by zero, a logarithm of zero or less, or an exponential of a large number",
    };
  }
  const matrices = isMatrix(got) && isMatrix(want);
  if (matrices && got.shape !== want.shape && got.shape === want.T.shape) {
    return { name: "transposed", hint: "Rows and columns are exchanged: take the transpose" };
  }
  if (a.length !== b.length || b.every((x) => x === 0)) return;
  if (a.every((x) => x === 0)) {
    return { name: "all zeros", hint: "The result is all zeros: something has to be added to it" };
  }
  if (matrices && got.shape === want.shape && !difference(got.T, want)) {
    return {
      name: "transposed",
      hint: "The numbers are right, but rows and columns are exchanged",
    };
  }
  return commonFactor(a, b);
}

/** Returns the factor by which all numbers are wrong, if there is one. */
function commonFactor(got: number[], want: number[]): Mistake | undefined {
  const largest = want.reduce((best, x, n) => Math.abs(x) > Math.abs(want[best]) ? n : best, 0);
  const ratio = got[largest] / want[largest];
  if (difference(got, want.map((x) => ratio * x), 1e-9)) return;
  if (Math.abs(ratio + 1) < 1e-9) {
    return { name: "sign", hint: "Every entry has the opposite sign" };
  }
  const factor = Number(ratio.toPrecision(6));
  // a single number is always some multiple of another
  if (want.length === 1 && !Number.isInteger(factor) && !Number.isInteger(1 / factor)) return;
  return { name: `factor ${factor}`, hint: `Every entry is ${factor} times what it should be` };
}

/** Returns all numbers of a value, in order. */
function numbers(value: Value): number[] {
  if (typeof value === "number") return [value];
  if (isMatrix(value)) return Array.from(value.data);
  if (Array.isArray(value)) return value.flatMap(numbers);
  return isRecord(value) ? Object.values(value).flatMap(numbers) : [];
}
