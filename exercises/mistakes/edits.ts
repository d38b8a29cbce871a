/** A mistake as an edit of the model solution: each text, which stands there once, becomes another. */
export type Edit = [from: string, to: string][];

/** The edits of a set: by item, then by the mistake's name. */
export type Edits = Record<string, Record<string, Edit>>;
