import { distinctDigits } from "../display.ts";
import { escapeText } from "./html.ts";
import { otherKernel } from "./other_kernel.ts";
import { type Shown, shown } from "./show.ts";

const RELATIONS = {
  "<": { words: "below", holds: (a: number, b: number) => a < b },
  "<=": { words: "at most", holds: (a: number, b: number) => a <= b },
  ">": { words: "above", holds: (a: number, b: number) => a > b },
  ">=": { words: "at least", holds: (a: number, b: number) => a >= b },
  "===": { words: "exactly", holds: (a: number, b: number) => a === b },
};

/** Compares a measured number, or each of several, with a bound: `[ratio, "<", 0.01]`. */
export type Comparison = readonly [
  measured: number | ArrayLike<number>,
  relation: keyof typeof RELATIONS,
  bound: number,
];

/** A part of a claim: a comparison or, for what has no number, whether it is true. */
export type Condition = boolean | Comparison;

/**
 * Shows a sentence with a check mark if the cell has proved it, that is, if all its conditions hold. Otherwise throws an
 * Error that says what was measured, what was expected, and by how much they differ, and also if the notebook runs in
 * the kernel of an untested Deno. A comparison with NaN does not hold, nor does one of no numbers. Throws RangeError for
 * an unknown relation.
 */
export function claim(sentence: string, ...conditions: [Condition, ...Condition[]]): Shown {
  const failures = conditions.map(failureOf);
  if (failures.length > 0 && failures.every((failure) => failure === undefined)) {
    return shown(`<div>✓ ${escapeText(sentence)}</div>`, `✓ ${sentence}`);
  }
  const reasons = failures.flatMap((failure, n) => {
    if (failure === undefined) return [];
    if (conditions.length > 1) return [`Condition ${n + 1}: ${failure || "false"}`];
    return [failure.charAt(0).toUpperCase() + failure.slice(1)];
  });
  const lines = [`The claim does not hold: ${sentence}`, ...reasons, otherKernel()];
  throw new Error(lines.filter(Boolean).join("\n"));
}

/** Returns what is wrong with a condition, "" if it is false without a number, or undefined if it holds. */
function failureOf(condition: Condition): string | undefined {
  if (!isComparison(condition)) return condition === true ? undefined : "";
  const [measured, relation, bound] = condition;
  if (!Object.hasOwn(RELATIONS, relation)) {
    const known = Object.keys(RELATIONS).join(" ");
    throw new RangeError(`Cannot compare by "${relation}": expected one of ${known}`);
  }
  const { words, holds } = RELATIONS[relation];
  const values = numbers(measured), want = numbers(bound)[0];
  if (values.length === 0) return `measured nothing, expected numbers ${words} ${want}`;
  const wrong = values.flatMap((value, index) => holds(value, want) ? [] : [{ value, index }]);
  if (wrong.length === 0) return undefined;
  const { value, index } = wrong.reduce((a, b) =>
    miss(b.value, want) > miss(a.value, want) ? b : a
  );
  const [got, limit] = distinctDigits(value, want);
  const by = excess(value, want, relation !== "===");
  const [place, count] = values.length === 1
    ? ["", ""]
    : [` at index ${index}`, `; ${wrong.length} of ${values.length} numbers fail`];
  return `measured ${got}${place}, expected ${words} ${limit}${by}${count}`;
}

function isComparison(condition: Condition): condition is Comparison {
  return Array.isArray(condition);
}

/** Returns a number or the numbers of a list; what is not a number, such as an entry beyond the end of a list, is NaN. */
function numbers(measured: unknown): number[] {
  const values = typeof measured === "object" && measured ? Array.from(measured as []) : [measured];
  return values.map((value) => typeof value === "number" ? value : NaN);
}

/** Returns how far a number is from its bound; NaN is farthest. */
function miss(value: number, bound: number): number {
  return Number.isNaN(value) ? Infinity : Math.abs(value - bound);
}

const MOST = 1e6;

/** Writes by how much a number misses a bound, as a factor from 2 or ½ on and else as a difference, or misses a value. */
function excess(value: number, bound: number, isBound: boolean): string {
  const short = (x: number) => String(Number(x.toPrecision(2)));
  const ratio = isBound ? value / bound : NaN, difference = miss(value, bound);
  if (!Number.isFinite(difference) || difference === 0) return "";
  const isPlain = ratio < MOST && ratio > 1 / MOST; // beyond, a factor says less than the difference
  if (isPlain && (ratio >= 2 || ratio <= 0.5)) return ` (${short(ratio)} times the bound)`;
  return ` (off by ${short(difference)})`;
}
