import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 4, as an edit of the model solution. */
export const ps4: Edits = {};
