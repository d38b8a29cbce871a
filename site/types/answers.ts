/** Declarations of everything that cells use but do not declare. */
export interface Declarations {
  /** The paths of the modules that a cell can import, by their names. */
  modules: Record<string, string>;
  /** The texts of the declaration files by their paths. */
  files: Record<string, string>;
}

/** An error in a cell. */
export interface Problem {
  /** The first character of the cell that it concerns, and the one after the last. */
  from: number;
  to: number;
  /** The line of the cell, counted from 1. */
  line: number;
  /** TypeScript's message and the number under which it is documented. */
  message: string;
  code: number;
}

/** The type of a name, and the documentation that its author wrote. */
export interface Explanation {
  type: string;
  /** Plain text; "" if there is none. */
  documentation: string;
}

/** The explanation of a name in a cell. */
export interface Meaning extends Explanation {
  /** The first character of the name, and the one after the last. */
  from: number;
  to: number;
}

/** A name that fits at a place, and TypeScript's word for its kind, such as "const" or "method". */
export interface CompletionName {
  name: string;
  kind: string;
  /** Names with a smaller key fit better. */
  sortKey: string;
}
