import type { Params, Random } from "rnn";

/** The mean. */
export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The share of answers that are right. */
export function share(rights: boolean[]): number {
  return mean(rights.map(Number));
}

/**
 * The ends of the middle 95 % of the means of 1,000 bootstrap samples (Efron 1979): each is as many again of what was
 * measured, drawn with repeats. Of what is right or wrong the mean is the share.
 */
export function interval(
  values: (number | boolean)[],
  random: Random,
): [low: number, high: number] {
  const numbers = values.map(Number);
  const again = () => mean(numbers.map(() => numbers[Math.floor(numbers.length * random())]));
  const means = Array.from({ length: 1000 }, again).sort((a, b) => a - b);
  return [means[25], means[974]];
}

/** How many numbers there are to learn. */
export function countOf(params: Params): number {
  return Object.values(params).reduce((sum, W) => sum + W.data.length, 0);
}
