/** The place where a page's kernel offers to keep the functions of controls. */
export const CONTROLS: symbol = Symbol.for("unrolled.controls");

/** Keeps a function that the page calls with a value, and returns the id by which the page calls it. */
export type Register = (call: (value: unknown) => unknown) => string;
