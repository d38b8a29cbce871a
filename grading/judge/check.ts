import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import type { Call, Value } from "./values.ts";

/** One graded item, as data: it holds no solution, and the same list is run behind every door. */
export interface Check {
  /** "ps3.terms": the set, and the item in it. */
  id: string;
  points: number;
  /** What a pass shows, in one sentence. */
  shows: string;
  /** The functions that the solution cell declares and the check calls. */
  functions: string[];
  /** Three levels: the idea, the formula, the place in the code. */
  hints: [idea: string, formula: string, place: string];
  /** The mistakes it knows by name, each with the hint that mends it. */
  mistakes: Record<string, string>;
  /** The questions, with inputs drawn from a source of chance. */
  cases(random: Random): Case[];
}

/** A question, and for a backward pass how its answer is held to the student's own forward. */
export interface Case {
  call: Call;
  gradient?: Gradient;
}

/** E as a function of matrices, through the student's own forward: what finite differences are taken of. */
export interface Gradient {
  forward: Call;
  /** E of what forward answers; may throw where the answer is none. */
  E: (answer: Value) => number;
  /**
   * The matrix, or the list of them, among forward's arguments that each part of the answer is the gradient of:
   * { dWhh: Whh, dxs: xs }; the name "" where the answer is a single matrix.
   */
  wrt: Record<string, Matrix | Matrix[]>;
}

/** A problem set: its items in the order in which they are taught. */
export interface ProblemSet {
  id: string;
  title: string;
  checks: Check[];
}

/** The `grade_id` of the cell that holds an item's solution; its locked cell adds "_check". */
export function gradeId(check: Check): string {
  return check.id.replace(".", "_");
}
