import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 5, as an edit of the model solution. */
export const ps5: Edits = {};
