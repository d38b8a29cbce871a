/** Formats a number with at most `digits` significant digits and no trailing zeros. */
export function significant(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

/** Formats a number of a table with at most four significant digits; a text is returned as it is. */
export function fourDigits(value: number | string): string {
  return typeof value === "string" ? value : significant(value, 4);
}

/** Replaces the hyphen of a negative number, or of its exponent, by a minus sign. */
export function minusSign(text: string): string {
  return text.replace("-", "−");
}
