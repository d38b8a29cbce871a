import type { ProblemSet } from "../check.ts";

/** Problem set 4. */
export const ps4: ProblemSet = { id: "ps4", title: "Vanishing, exploding, clipping", checks: [] };
