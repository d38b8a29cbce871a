import { difference } from "./compare.ts";
import { decode, encode, type Value } from "./values.ts";

/** Tolerance relative to the largest entry: examples show four digits after the point. */
export const EXAMPLE_TOLERANCE = 1e-3;

/**
 * Runs the worked example of an item and prints its result and, given the expected one, where they differ. An error is
 * printed too and not thrown, because the cells below shall run even if the item is not written yet.
 *
 * @example
 * ```ts
 * import { example } from "rnn/check";
 *
 * example(() => Math.sqrt(2), 1.4142); // prints the root, and that it is as expected
 * ```
 */
export function example(compute: () => unknown, expected?: Value): void {
  try {
    const result = compute();
    console.log(result);
    if (expected !== undefined) console.log(comparison(result, expected));
  } catch (error) {
    const { message = error } = Object(error);
    console.log(`Cannot run the example: ${message}`);
  }
}

/** Returns whether a result agrees with the expected one, in one sentence. */
function comparison(result: unknown, expected: Value): string {
  const wrong = difference(decode(encode(result)), expected, EXAMPLE_TOLERANCE, "the result");
  return wrong ? `✗ ${wrong.message}` : "✓ as expected";
}
