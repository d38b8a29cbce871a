import type { ProblemSet } from "../check.ts";

/** Problem set 2. */
export const ps2: ProblemSet = { id: "ps2", title: "Loss over time", checks: [] };
