import { readDigits } from "rnn/data";

/** The text of data/digits.csv. */
export const text = await Deno.readTextFile(new URL("../../data/digits.csv", import.meta.url));
/** The digits in it. */
export const digits = readDigits(text);
