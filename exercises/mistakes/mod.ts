import type { Edits } from "./edits.ts";
import { ps1 } from "./ps1.ts";
import { ps2 } from "./ps2.ts";
import { ps3 } from "./ps3.ts";
import { ps4 } from "./ps4.ts";
import { ps5 } from "./ps5.ts";
import { ps6 } from "./ps6.ts";
import { ps7 } from "./ps7.ts";

/** The named mistakes of every item, as edits of the model solutions. Students do not get them. */
export const EDITS: Edits = { ...ps1, ...ps2, ...ps3, ...ps4, ...ps5, ...ps6, ...ps7 };
