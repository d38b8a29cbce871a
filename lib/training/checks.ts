/**
 * Throws RangeError unless every value is an integer of at least `least`: 1 by default, or 0.
 * `attempt` begins the sentence: "Cannot train" gives "Cannot train: steps must be a positive integer, got 0".
 */
export function checkIntegers(
  attempt: string,
  values: Record<string, number>,
  least: 0 | 1 = 1,
): void {
  const expected = least === 1 ? "a positive integer" : "a non-negative integer";
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`${attempt}: ${name} must be ${expected}, got ${value}`);
    }
  }
}
