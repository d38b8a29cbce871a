/** A submission that tries to gain points: problem set 1 with stubs, and what is changed in it. */
export interface Attack {
  /** Solution cells by their id; PORT in them becomes the port that listens for what gets out. */
  cells?: Record<string, string>;
  /** Files beside the notebook. */
  files?: Record<string, string>;
  /** Changes the notebook's JSON itself. */
  // deno-lint-ignore no-explicit-any -- a notebook's JSON
  notebook?(notebook: any): void;
  /** Fills the student's folder in place of a notebook. */
  folder?(folder: string): Promise<void>;
  /** The student's name, where it is part of the attack. */
  student?: string;
  /** What is said of the first item, where that shows which fence held. */
  says?: RegExp;
  /** Whether nothing in the folder can be graded. */
  ungradable?: boolean;
  /** Whether the open checks can be deceived; the grade can not. */
  passesOpenChecks?: boolean;
}
