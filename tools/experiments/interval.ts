import type { Random } from "rnn";

/** The share of items that are right. */
export function share(rights: boolean[]): number {
  return rights.filter(Boolean).length / rights.length;
}

/** The ends of the middle 95 % of the shares of 1,000 bootstrap samples. */
export function interval(rights: boolean[], random: Random): [low: number, high: number] {
  const again = () => share(rights.map(() => rights[Math.floor(rights.length * random())]));
  const shares = Array.from({ length: 1000 }, again).sort((a, b) => a - b);
  return [shares[25], shares[974]];
}
