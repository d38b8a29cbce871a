import { softmax } from "../loss.ts";
import { checkStart, readPrefix } from "./sample.ts";
import type { Decoder } from "./decoder.ts";

/** How a beam search goes. */
export interface BeamOptions {
  /** How many beginnings of a sentence are followed at once: 1 takes the likeliest word at each step. */
  width: number;
  /** The class that ends a sentence. */
  end: number;
  /** α: sentences are ranked by log P / lengthᵅ, the end counted; 0, plain log P, unless given, and 1 is the mean of a word. */
  lengthPower?: number;
}

/** A class that a beam search followed: a node of its tree. */
export interface BeamNode {
  /** The class, the last of `start` at the root. */
  readonly index: number;
  /** The place of the node before it in the tree; −1 at the root. */
  readonly parent: number;
  /** How many classes were written up to here, this one counted; 0 at the root. */
  readonly length: number;
  /** log P of everything written up to here, in nats. */
  readonly logProbability: number;
}

/** A sentence that a beam search found. */
export interface Hypothesis {
  /** The classes written, without the end. */
  readonly classes: number[];
  /** log P of the classes and the end, in nats. */
  readonly logProbability: number;
  /** log P / lengthᵅ, by which sentences are ranked. */
  readonly score: number;
  /** Whether it ended on its own, and wasn't cut at the longest length. */
  readonly ended: boolean;
  /** The place of its last node in the tree. */
  readonly node: number;
}

/** Everything that a beam search saw. */
export interface Beam {
  /** The sentences found, the best first: at most `width` of them. */
  readonly found: Hypothesis[];
  /** Every beginning that was followed; a parent stands before its children. */
  readonly tree: BeamNode[];
}

/** A beginning that is still followed. */
interface Live<S> {
  node: number;
  state: S;
  logs: Float64Array;
}

/**
 * Beam search: at each step the `width` likeliest continuations of all beginnings are kept, and one that ends keeps its
 * place; ranked at last by log P / lengthᵅ (as Vinyals et al.'s published program im2txt does). As wide as there are
 * sentences, it finds the best of all. Throws RangeError as `sample`, for a longest of 0, and for a width or a power that
 * can't be.
 */
export function beamSearch<S>(
  stepper: Decoder<S>,
  start: number[],
  longest: number,
  { width, end, lengthPower = 0 }: BeamOptions,
): Beam {
  checkStart(start, longest);
  checkBeam(longest, width, lengthPower);
  const tree: BeamNode[] = [{ index: start.at(-1)!, parent: -1, length: 0, logProbability: 0 }];
  const ended: number[] = [];
  let live: Live<S>[] = [following(0, readPrefix(stepper, start))];
  for (let length = 1; length <= longest && live.length > 0; length++) {
    const kept = likeliest(live, tree, width - ended.length).map((one) => tree.push(one) - 1);
    ended.push(...kept.filter((node) => tree[node].index === end));
    const states = new Map(live.map(({ node, state }) => [node, state]));
    live = kept.filter((node) => tree[node].index !== end).map((node) => {
      const { parent, index } = tree[node];
      return following(node, stepper.read(states.get(parent)!, index));
    });
  }
  const found = [...ended, ...live.map(({ node }) => node)].map((node) =>
    sentence(tree, node, end, lengthPower)
  );
  return { found: found.sort((a, b) => b.score - a.score), tree };
}

function following<S>(
  node: number,
  { state, scores }: ReturnType<Decoder<S>["read"]>,
): Live<S> {
  return { node, state, logs: softmax(scores).data.map(Math.log) };
}

/** The `count` likeliest of all continuations, the best first. */
function likeliest<S>(live: Live<S>[], tree: BeamNode[], count: number): BeamNode[] {
  const all = live.flatMap(({ node, logs }) => {
    const { length, logProbability } = tree[node];
    return Array.from(logs, (log, index) => ({
      index,
      parent: node,
      length: length + 1,
      logProbability: logProbability + log,
    }));
  });
  return all.filter(({ logProbability }) => logProbability > -Infinity)
    .sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
}

function sentence(tree: BeamNode[], node: number, end: number, power: number): Hypothesis {
  const { logProbability, length, index } = tree[node];
  const classes: number[] = [];
  for (let at = node; tree[at].parent !== -1; at = tree[at].parent) classes.unshift(tree[at].index);
  const ended = index === end;
  if (ended) classes.pop();
  return { classes, logProbability, score: logProbability / length ** power, ended, node };
}

function checkBeam(longest: number, width: number, power: number): void {
  if (longest === 0) throw new RangeError("Cannot search for sentences of 0 classes");
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`Cannot search with a beam of width ${width}`);
  }
  if (!(power >= 0 && power < Infinity)) {
    throw new RangeError(`Cannot divide by a length to the power ${power}`);
  }
}
