import type { Random } from "rnn";

/** The ends of the middle 95 % of the means of 1,000 draws with replacement. */
export function interval(values: number[], random: Random): [low: number, high: number] {
  const again = () => mean(values.map(() => values[Math.floor(values.length * random())]));
  const means = Array.from({ length: 1000 }, again).sort((a, b) => a - b);
  return [means[25], means[974]];
}

/** The mean. */
export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
