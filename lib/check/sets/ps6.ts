import type { ProblemSet } from "../check.ts";

/** Problem set 6. */
export const ps6: ProblemSet = {
  id: "ps6",
  title: "Captioning and the shapes of sequences",
  checks: [],
};
