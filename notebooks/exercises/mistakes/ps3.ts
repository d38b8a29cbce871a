import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 3, as an edit of the model solution. */
export const ps3: Edits = {};
