import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 6, as an edit of the model solution. */
export const ps6: Edits = {};
