/**
 * Tables, claims, progress, and live displays for notebooks. Importing this module also makes the Deno kernel report
 * errors that occur after their cell has ended, and keep the console's output in order; in the kernel of an untested
 * Deno it prints a warning.
 *
 * @example
 * ```ts
 * import { claim, table } from "@unrolled/rnn/notebook";
 *
 * table([{ cell: "RNN", steps: 20 }, { cell: "LSTM", steps: 100 }]); // displayed if it is the last expression of a cell
 * claim("20 steps are fewer than 100", [20, "<", 100]); // throws an error with both numbers if the statement is false
 * ```
 * @module
 */
import "./console.ts";
import "./interrupts.ts";
import "./late_errors.ts";

export { claim, type Comparison, type Condition } from "./claim.ts";
export { errorMessage, show, type Shown, table } from "./show.ts";
export { type Live, live } from "./live.ts";
export { type Progress, progress } from "./progress.ts";
export { reload } from "./reload.ts";
export { checkTypes } from "./type_check.ts"; // for JupyterLab's command "Run all and check"
