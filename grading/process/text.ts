// Control characters, line breaks, marks of the writing direction, lone surrogates, and noncharacters; not the joiners
// U+200C and U+200D, which occur in names.
const UNSHOWN = /(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/**
 * Returns the beginning of a student's text, of at most `length` characters, on one line and without invisible
 * characters.
 */
export function shown(text: string, length = 40): string {
  const start = [...text.slice(0, 2 * length + 2)]; // a character has at most two UTF-16 code units
  const cut = start.length > length ? [...start.slice(0, length - 1), "…"] : start;
  return cut.join("").replaceAll(UNSHOWN, " ");
}

/** Returns a student's value as text without running its code: an object is not converted. */
export function describeValue(value: unknown, length = 40): string {
  if (typeof value === "string") return shown(value, length);
  const isPrimitive = value === null || !["object", "function", "symbol"].includes(typeof value);
  if (isPrimitive) return shown(String(value), length);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
