/** A submission that tries to earn points: problem set 1 with stubs, and the changes to it. */
export interface Attack {
  /** Solution cells by their id; PORT in them is replaced by the port of a listener. */
  cells?: Record<string, string>;
  /** Files beside the notebook. */
  files?: Record<string, string>;
  /** Changes the notebook's JSON itself. */
  // deno-lint-ignore no-explicit-any -- a notebook's JSON
  notebook?(notebook: any): void;
  /** Fills the student's folder instead of a notebook. */
  folder?(folder: string): Promise<void>;
  /** The student's name, where it is part of the attack. */
  student?: string;
  /** The message about the first item, if it shows which protection worked. */
  message?: RegExp;
  /** True if nothing in the folder can be graded. */
  ungradable?: boolean;
  /** True if it passes the open checks, but not the grader. */
  passesOpenChecks?: boolean;
}
