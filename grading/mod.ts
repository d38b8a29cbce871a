/**
 * The checks of the exercises. Each check is data, and the notebook, `deno test`, and the grader use the same list.
 *
 * @example
 * ```ts
 * import { findCheck, SETS } from "rnn/check";
 *
 * const { set, check } = findCheck("ps3.step"); // throws RangeError for an unknown item
 * if (set !== SETS[2] || check.points !== 2) throw new Error("Found another item");
 * ```
 * @module
 */
export { check } from "./notebook.ts";
export { example } from "./judge/example.ts";
export type { Implementation } from "./process/local.ts";
export type { AnswerKey, Invoke } from "./judge/answer_key.ts";
export type { Case, Check, GradientCheck, ProblemSet } from "./judge/check.ts";
export { examine, type Finding } from "./judge/examine.ts";
export { FeedbackBox, type Progress } from "./judge/feedback_box.ts";
export type { Mistake } from "./judge/mistakes.ts";
export type { Answer, Call, Value, Values } from "./judge/values.ts";
export { findCheck, SETS } from "../exercises/checks/mod.ts";
