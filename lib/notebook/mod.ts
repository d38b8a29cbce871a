/**
 * What a notebook needs beside the library: show, tables, progress, claims; importing it makes late errors visible.
 * @module
 */
import "./console.ts";
import "./interrupts.ts";
import "./late_errors.ts";

export { Live, live } from "./live.ts";
export { claim, show, table } from "./show.ts";
export { Progress, progress } from "./progress.ts";
export { checkTypes, type TypeMistake, type TypeReport, typeText } from "./types.ts";
export { reload } from "./reload.ts";
