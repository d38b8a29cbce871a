import type { Params, Random } from "rnn";

/** The share of answers that are right. */
export function share(rights: boolean[]): number {
  return rights.filter(Boolean).length / rights.length;
}

/** The ends of the middle 95 % of 1,000 bootstrap samples of what was tried (Efron 1979): each is as many again, drawn with repeats. */
export function interval(rights: boolean[], random: Random): [low: number, high: number] {
  const again = () => share(rights.map(() => rights[Math.floor(rights.length * random())]));
  const shares = Array.from({ length: 1000 }, again).sort((a, b) => a - b);
  return [shares[25], shares[974]];
}

/** How many numbers there are to learn. */
export function countOf(params: Params): number {
  return Object.values(params).reduce((sum, W) => sum + W.data.length, 0);
}
