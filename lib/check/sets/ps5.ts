import type { ProblemSet } from "../check.ts";

/** Problem set 5. */
export const ps5: ProblemSet = {
  id: "ps5",
  title: "LSTM and its relatives, gates backward",
  checks: [],
};
