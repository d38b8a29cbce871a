import { choice, type Matrix, type Params, type Random } from "rnn";
import { argmax } from "../lib/loss.ts";

/** Returns the mean; throws RangeError for no values. */
export function mean(values: number[]): number {
  if (values.length === 0) throw new RangeError("Cannot compute the mean of 0 values");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Returns the share of values that are true; throws RangeError for no values. */
export function share(rights: boolean[]): number {
  return mean(rights.map(Number));
}

/**
 * Returns the 95 % percentile interval of the mean from 1,000 bootstrap samples (Efron 1979). Each sample draws as many
 * values as there are, with replacement. For booleans the mean is the share that is true. Throws RangeError for no values.
 */
export function interval(
  values: (number | boolean)[],
  random: Random,
): [low: number, high: number] {
  const numbers = values.map(Number);
  const again = () => mean(numbers.map(() => choice(numbers, random)));
  const means = Array.from({ length: 1000 }, again).sort((a, b) => a - b);
  return [means[25], means[974]];
}

/** Returns the share of columns whose highest score is that of their label. Throws RangeError if a score is not finite. */
export function accuracyOf(scores: Matrix, labels: number[]): number {
  const likeliest = argmax(scores);
  return share(labels.map((label, n) => likeliest[n] === label));
}

/** Returns the number of trainable parameters. */
export function countOf(params: Params): number {
  return Object.values(params).reduce((sum, W) => sum + W.data.length, 0);
}
