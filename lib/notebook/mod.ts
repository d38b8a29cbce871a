/**
 * What a notebook needs beside the library: show, tables, progress, claims; importing it makes late errors visible.
 *
 * @example
 * ```ts
 * import { claim, table } from "@unrolled/rnn/notebook";
 *
 * table([{ cell: "RNN", steps: 20 }, { cell: "LSTM", steps: 100 }]); // ends a cell, and is seen
 * claim("20 steps are fewer than 100", 20 < 100); // throws where it is false
 * ```
 * @module
 */
import "./console.ts";
import "./interrupts.ts";
import "./late_errors.ts";

export { Live, live } from "./live.ts";
export { claim, errorMessage, show, type Shown, table } from "./show.ts";
export { Progress, progress } from "./progress.ts";
export { checkTypes, type TypeProblem, type TypeReport, typeText } from "./type_check.ts";
export { reload } from "./reload.ts";
