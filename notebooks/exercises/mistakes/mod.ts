import type { Edits } from "./edits.ts";
import { ps1 } from "./ps1.ts";

/** The named mistakes of every item, as edits of the model solutions. They stay with the teacher. */
export const EDITS: Edits = { ...ps1 };
