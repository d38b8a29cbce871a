/** The networks that a reader can choose. */
export type CellName = "RNN" | "LSTM" | "GRU";

/** A reader's choices on the first page. */
export interface Settings {
  /** The characters that the network reads, one per time step. */
  word: string;
  cell: CellName;
  /** Every singular value of the recurrent weights. */
  scale: number;
  /** The term to look at: the loss at step t, the weights at step k ≤ t, counted from 1. */
  t: number;
  k: number;
}

/** The choices that the page shows at first. */
export const DEFAULTS: Settings = { word: "hannah", cell: "RNN", scale: 0.5, t: 6, k: 3 };

/** The names of the networks, in the order of the controls. */
export const CELL_NAMES: CellName[] = ["RNN", "LSTM", "GRU"];

/** The range of the scale. */
export const SCALE = { min: 0.1, max: 3, step: 0.1 };

/** The largest number of time steps; with more, the squares of the map would be too small on a phone. */
export const MOST_STEPS = 16;

/** The names of the pictures, in the order in which the cell shows them. */
export const PICTURES = ["map", "path", "term", "values", "flow"] as const;

// Characters that are not visible by themselves: control and format characters, halves of characters, variants.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u{FE00}-\u{FE0F}]/gu;

/** The word that a reader's text stands for, "" if there is none, and a remark on it, "" if there is nothing to say. */
export interface ReadWord {
  word: string;
  remark: string;
}

/**
 * Reads a word as a reader types it: any script, accents and emoji are welcome, upper case becomes lower case, and a long
 * text is cut.
 */
export function readWord(typed: string): ReadWord {
  const visible = typed.replaceAll(/\s+/gu, " ").replaceAll(INVISIBLE, "");
  const all = [...visible.toLowerCase().normalize("NFC").trim()];
  const word = all.slice(0, MOST_STEPS).join("").trimEnd();
  return { word, remark: remarkOn(all.length) };
}

function remarkOn(length: number): string {
  if (length === 0) return "Type a word, for example hannah.";
  if (length === 1) return "One letter has no earlier step: type another one.";
  return length > MOST_STEPS
    ? `Only the first ${MOST_STEPS} of ${length} characters are used.`
    : "";
}

/** The term that a reader has chosen, as the row and the number of steps back, which stay when the word changes. */
export class TermChoice {
  #row: number | "last" = "last";
  #back = DEFAULTS.t - DEFAULTS.k;

  /** Takes the term (t, k) chosen in a word of `length` steps; its last row stays the last row of other words. */
  choose(t: number, k: number, length: number): void {
    this.#row = t === length ? "last" : t;
    this.#back = t - k;
  }

  /** Returns the term in a word of another length; not in the first column, which is zero, if there are others. */
  termOf(length: number): { t: number; k: number } {
    const t = this.#row === "last" ? length : Math.min(this.#row, length);
    return { t, k: Math.max(Math.min(2, t), t - this.#back) };
  }
}
