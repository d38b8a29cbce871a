import type { ProblemSet } from "../../grading/judge/check.ts";
import type { Result } from "../../grading/class/result.ts";

/** The work of one student: a problem set with stubs, and the changes to it. */
export interface Work {
  /** Solution cells by their id; PORT in them is replaced by the port of a listener. */
  cells?: Record<string, string>;
  /** Files beside the notebook. */
  files?: Record<string, string>;
  /** Changes the notebook's JSON itself. */
  // deno-lint-ignore no-explicit-any -- a notebook's JSON
  notebook?(notebook: any): void;
  /** The message about the first item, if it shows which protection worked. */
  message?: RegExp;
}

/**
 * An attack on a class in which abel and zoe are honest. Whatever the attacker writes contains MARK and the number of
 * the attack, so that the text is found wherever it does not belong.
 */
export interface Attack extends Work {
  /** The problem set; problem set 1 if it is left out. */
  set?: ProblemSet;
  /** The student's name, where it is part of the attack. */
  student?: string;
  /** Several students by their names, instead of one. */
  students?: Record<string, Work>;
  /** The last part of the path of the class's folder, where it is part of the attack. */
  className?: string;
  /** Fills the class's folder, instead of the work of one student. */
  folder?(folder: string): Promise<void>;
  /** Pairs of a pattern of a path and a pattern of the score of the files there; other files must earn no points. */
  scores?: [path: RegExp, score: RegExp][];
  /** True if nothing in the folder can be graded. */
  ungradable?: boolean;
  /** True if it passes the open checks, but not the grader. */
  passesOpenChecks?: boolean;
  /** True if the class is graded twice, so that the second grading may find what the first one left. */
  twice?: boolean;
  /** Changes the submission after the first of two gradings, whose result the student has seen. */
  between?(folder: string, results: Result[]): Promise<void>;
  /** Goes on while the class is graded, and returns a function that stops it. */
  meanwhile?(folder: string): Promise<() => Promise<void>>;
  /** Checks what is left after the last grading. */
  afterwards?(folder: string): Promise<void>;
  /** Seconds that the attacker's own work may take, beside twice the time of the honest work alone. */
  seconds?: number;
  /** The most memory that the grader's own process may need, in MB; it is measured if this is given. */
  megabytes?: number;
}
