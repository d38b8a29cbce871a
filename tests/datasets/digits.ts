import { readDigits } from "rnn/data";

/** The text of data/digits.csv, and the digits in it. */
export const text = await Deno.readTextFile(new URL("../../data/digits.csv", import.meta.url));
export const digits = readDigits(text);
