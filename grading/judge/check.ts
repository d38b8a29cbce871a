import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import type { Call, Value } from "./values.ts";

/** One graded item, as data. It contains no solution; the notebook, `deno test` and the grader use the same list. */
export interface Check {
  /** "ps3.terms": the set, and the item in it. */
  id: string;
  points: number;
  /** One phrase about what a pass demonstrates. */
  summary: string;
  /** The functions that the check calls: those of the item's cell, and those that they call in cells of earlier items. */
  functions: string[];
  /** The earlier item whose functions this one calls; while that is wrong, nothing can be said about this one. */
  needs?: Check;
  /** Three levels: the idea, the formula, the place in the code. */
  hints: [idea: string, formula: string, place: string];
  /** The mistakes that are recognised, by name, each with a hint. */
  mistakes: Record<string, string>;
  /** The calls of the solution's functions, with random inputs. */
  cases(random: Random): Case[];
}

/** One call; for a backward pass also how its answer is compared with the student's own forward pass. */
export interface Case {
  call: Call;
  gradient?: GradientCheck;
}

/** E as a function of matrices through the student's own forward pass, for finite differences. */
export interface GradientCheck {
  forward: Call;
  /** Computes E from the answer of the forward pass; may throw if the answer has the wrong type or shape. */
  E: (answer: Value) => number;
  /**
   * For each part of the backward pass's answer, the matrix or list of matrices among the arguments of the forward pass
   * that it is the gradient of: { dWhh: Whh, dxs: xs }. The name is "" if the answer is a single matrix or list.
   */
  wrt: Record<string, Matrix | Matrix[]>;
}

/** A problem set, with its items in the order of the notebook. */
export interface ProblemSet {
  id: string;
  title: string;
  checks: Check[];
}

/** Returns the `grade_id` of the cell with an item's solution; its locked cell adds "_check". */
export function gradeId(check: Check): string {
  return check.id.replace(".", "_");
}

/** Returns a sum of earned points, to a hundredth: the share of an item's parts may not be a whole number. */
export function sumOfPoints(items: { earned: number }[]): number {
  return Math.round(100 * items.reduce((sum, { earned }) => sum + earned, 0)) / 100;
}

/** Returns the sum of the points of a set. */
export function pointsOf({ checks }: ProblemSet): number {
  return checks.reduce((sum, { points }) => sum + points, 0);
}
