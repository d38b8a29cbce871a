/** Formats a number with at most `digits` significant digits and no trailing zeros. */
export function significant(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

/** Replaces the hyphen of a negative number, or of its exponent, by a minus sign. */
export function minusSign(text: string): string {
  return text.replace("-", "−");
}

/** Returns the least and the greatest value; a loop, because Math.min(...values) fails for about 100,000 values. */
export function extent(values: Iterable<number>): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  }
  return [least, greatest];
}
