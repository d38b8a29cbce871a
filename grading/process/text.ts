import { withoutFlag } from "./refusal.ts";

const BREAK = /[\t-\r\x85\u2028\u2029]/g;
// Control characters, line breaks, marks of the writing direction, lone surrogates, and noncharacters; not the joiners
// U+200C and U+200D, which occur in names.
const UNSHOWN = /(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/**
 * Returns the beginning of a student's text, of at most `length` characters, on one line. Invisible characters
 * become \ufffd, so that a name with them is not taken for another one.
 */
export function shown(text: string, length = 40): string {
  const start = [...text.slice(0, 2 * length + 2)]; // a character has at most two UTF-16 code units
  const cut = start.length > length ? [...start.slice(0, length - 1), "…"] : start;
  return cut.join("").replaceAll(BREAK, " ").replaceAll(UNSHOWN, "\ufffd");
}

/** Returns a student's value as text without running its code: an object is not converted. */
export function describeValue(value: unknown, length = 40): string {
  if (typeof value === "string") return shown(value, length);
  const isPrimitive = value === null || !["object", "function", "symbol"].includes(typeof value);
  if (isPrimitive) return shown(String(value), length);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const MAX_ERROR = 500; // characters
// The beginnings of what the harness says about an error. Other text would read as if the grader had written it.
const DESCRIPTIONS = ["throws ", "is not declared", "is not written yet"];

/** Returns the description of an error by a child process as a report may show it, with long numbers shortened. */
export function errorText(error: string): string {
  const isKnown = DESCRIPTIONS.some((start) => error.startsWith(start));
  const text = shown(withoutFlag(isKnown ? error : `throws a value: ${error}`), MAX_ERROR);
  return shortNumbers(text);
}

/** Shortens numbers of four digits or more, which could tell a student the inputs. */
export function shortNumbers(text: string): string {
  return text.replaceAll(/\d{4,}/g, (digits) => `${digits.slice(0, 3)}…`);
}
