import type { ProblemSet } from "../check.ts";

/** Problem set 3. */
export const ps3: ProblemSet = {
  id: "ps3",
  title: "Backpropagation through time and the terms (t, k)",
  checks: [],
};
