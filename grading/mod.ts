/**
 * The checks of the exercises: each is data, and the same list is run in the notebook, by `deno test` and by the grader.
 *
 * @example
 * ```ts
 * import { findCheck, SETS } from "rnn/check";
 *
 * const { set, check } = findCheck("ps3.tick"); // throws RangeError for an item that isn't there
 * if (set !== SETS[2] || check.points !== 2) throw new Error("It is another item");
 * ```
 * @module
 */
export { check } from "./notebook.ts";
export type { Implementation } from "./process/local.ts";
export { Box, type Reached } from "./judge/box.ts";
export type { Case, Check, Gradient, ProblemSet } from "./judge/check.ts";
export { examine, type Finding } from "./judge/examine.ts";
export type { Ask, Key } from "./judge/key.ts";
export type { Mistake } from "./judge/mistakes.ts";
export type { Answer, Call, Value, Values } from "./judge/values.ts";
export { findCheck, SETS } from "../exercises/checks/mod.ts";
