import { type Difference, difference, isRecord, part } from "./compare.ts";
import { type Answer, isMatrix, type Value } from "./values.ts";

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
 * Returns the named mistake that explains a wrong answer: an input that was changed; one of the item's own if the whole
 * answer, or else the wrong part of it, is what that mistake gives in every case; otherwise one that can be recognised
 * from the numbers alone, and for NaN from a negative index.
 */
export function nameMistake(
  cases: Answers[],
  { output }: Difference,
  hints: Record<string, string>,
  given: Answer[],
): Mistake | undefined {
  const changed = changedInput(given);
  if (changed) return changed;
  const fits = (name: string, of: (answer: Value) => Value) =>
    cases.every(({ got, mistaken }) => !difference(of(got), of(mistaken[name]))) &&
    cases.some(({ want, mistaken }) => difference(of(want), of(mistaken[name])));
  const names = Object.keys(hints);
  const own = names.find((name) => fits(name, (answer) => answer)) ??
    names.find((name) => fits(name, (answer) => part(answer, output)));
  if (own) return { name: own, hint: hints[own] };
  const wrong = cases.find(({ got, want }) => difference(part(got, output), part(want, output)));
  if (!wrong) return;
  const [got, want] = [wrong.got, wrong.want].map((answer) => part(answer, output));
  const isOff = !numbers(got).every(Number.isFinite) || hasOtherForm(got, want);
  return (isOff ? readBeforeFirst(given) : undefined) ?? commonMistake(got, want);
}

/** Errors of what is right in Python and wrong here, each with the mistake behind it. */
const ERRORS: [RegExp, Mistake][] = [
  [/Cannot use a \S+ matrix as a number/, {
    name: "a matrix used as a number",
    hint:
      "Unlike in NumPy, *, +, - and the Math functions work only on single numbers: use the methods of Matrix",
  }],
  [/Cannot read entry \[(-|[^\]]*,-)/, {
    name: "negative index",
    hint: "Unlike in NumPy, rows and columns count from 0 only: the last row is rows - 1",
  }],
  [/Cannot (add|subtract) (\d+)×\d+ and \2×1\b/, {
    name: "a column added to a matrix",
    hint: "Unlike NumPy, Matrix does not broadcast: use addColumn(b) to add b to every column",
  }],
  [/ReferenceError: .* is not defined/, {
    name: "undeclared variable",
    hint:
      "Declare variables with const or let; Python's len(xs), None and tanh are xs.length, null and Math.tanh",
  }],
  [/TypeError: .* is not a function/, {
    name: "a method that does not exist",
    hint:
      "The methods of Matrix are not named as in NumPy: for example A.map(Math.tanh), A.subtract(B), A.scale(2), and A.T without parentheses",
  }],
  [/Cannot (multiply|add|subtract) \S+ (by|and) undefined/, {
    name: "operand is not a matrix",
    hint:
      "One of the two operands is not a Matrix: to loop over the entries of a list use for (const x of xs); for … in gives its indices, as strings",
  }],
];

/** Returns the mistake that explains an error: one that is right in Python, and wrong here. */
export function nameError(answer: Answer & { error: string }): Mistake | undefined {
  const { error } = answer;
  if (/(of|is) undefined/.test(error)) return readBeforeFirst([answer]);
  return ERRORS.find(([pattern]) => pattern.test(error))?.[1];
}

/** Returns the mistake of changing an input, if any call did. */
function changedInput(given: Answer[]): Mistake | undefined {
  const changed = given.find(({ slips }) => slips?.changed !== undefined)?.slips?.changed;
  if (changed === undefined) return;
  return {
    name: "input modified",
    hint:
      `The function modifies its input ${changed} in place: leave inputs unchanged, and return a new matrix or list`,
  };
}

/** Returns the mistake of a negative index, if any call read an array with one. */
function readBeforeFirst(given: Answer[]): Mistake | undefined {
  if (!given.some(({ slips }) => slips?.negativeIndex)) return;
  return {
    name: "negative index",
    hint:
      "Unlike in Python, xs[-1] is undefined: count from the end with xs.at(-1), and for the first entry use the initial state instead",
  };
}

/** Returns a mistake that can be recognised from the numbers alone, whatever the item. */
function commonMistake(got: Value, want: Value): Mistake | undefined {
  const [a, b] = [numbers(got), numbers(want)];
  if (!a.every(Number.isFinite) && b.every(Number.isFinite)) {
    return {
      name: "not a finite number",
      hint:
        "Look for a division by zero, a logarithm of zero or less, an exponential of a large number, or a function used without calling it",
    };
  }
  const matrices = isMatrix(got) && isMatrix(want);
  if (matrices && got.shape !== want.shape && got.shape === want.T.shape) {
    return { name: "transposed", hint: "Rows and columns are swapped: take the transpose" };
  }
  if (hasOtherForm(got, want)) return otherForm(got, want);
  if (b.every((x) => x === 0)) return;
  if (a.every((x) => x === 0)) {
    return {
      name: "all zeros",
      hint: "Every entry is zero: add to the result, or return it from inside the function",
    };
  }
  if (matrices && got.shape === want.shape && !difference(got.T, want)) {
    return {
      name: "transposed",
      hint: "The numbers are right, but rows and columns are swapped",
    };
  }
  return commonFactor(a, b);
}

/** Returns whether an answer is no value of the right kind, shape or length, whatever its numbers are. */
function hasOtherForm(got: Value, want: Value): boolean {
  return difference(got, want, Infinity) !== undefined;
}

/** Returns the mistake of returning nothing, or the right numbers in a value of another type or shape. */
function otherForm(got: Value, want: Value): Mistake | undefined {
  if (got === undefined) {
    return { name: "nothing returned", hint: "The function returns nothing: is a return missing?" };
  }
  if (difference(numbers(got), numbers(want))) return;
  return {
    name: "wrong type or shape",
    hint:
      "The numbers are right, but not their type or shape: return what the task asks for, for example one Matrix instead of a list",
  };
}

/** Returns the factor by which all numbers are wrong, if there is one. */
function commonFactor(got: number[], want: number[]): Mistake | undefined {
  const largest = want.reduce((best, x, n) => Math.abs(x) > Math.abs(want[best]) ? n : best, 0);
  const ratio = got[largest] / want[largest];
  if (difference(got, want.map((x) => ratio * x), 1e-9)) return;
  if (Math.abs(ratio + 1) < 1e-9) {
    return { name: "wrong sign", hint: "Every entry has the opposite sign" };
  }
  const factor = Number(ratio.toPrecision(6));
  if (factor === 1) return; // they differ by more than rounding, and by less than a mistake
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
