/** A mistake as an edit of the model solution: each text, which must occur once, is replaced by another. */
export type Edit = [from: string, to: string][];

/** The edits of a set, by item and then by the mistake's name. */
export type Edits = Record<string, Record<string, Edit>>;
