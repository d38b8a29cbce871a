import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 2, as an edit of the model solution. */
export const ps2: Edits = {};
