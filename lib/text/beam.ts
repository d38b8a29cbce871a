import { softmax } from "../loss.ts";
import { checkIntegers } from "../checks.ts";
import { checkEnd, checkStart, readPrefix } from "./sample.ts";
import type { Decoder } from "./decoder.ts";

/** Options of `beamSearch`. */
export interface BeamOptions {
  /** The beam width: the number of partial sequences kept at each step; 1 is greedy search. */
  width: number;
  /** The class that ends a sequence. */
  end: number;
  /**
   * α: sequences are ranked by log P / lengthᵅ, the end included in the length; 0 by default, and 1 gives the mean per
   * token.
   */
  lengthPenalty?: number;
}

/** A node of the search tree: a class that the search kept. */
export interface BeamNode {
  /** The class; at the root, the last of `start`. */
  readonly index: number;
  /** The index of the parent in the tree; −1 at the root. */
  readonly parent: number;
  /** The number of classes up to and including this one; 0 at the root. */
  readonly length: number;
  /** log P of the sequence up to and including this class, in nats. */
  readonly logProbability: number;
}

/** A sequence found by a beam search. */
export interface Hypothesis {
  /** The classes, without the end. */
  readonly classes: number[];
  /** log P of the classes and the end, in nats. */
  readonly logProbability: number;
  /** log P / lengthᵅ, by which sequences are ranked. */
  readonly score: number;
  /** True if the sequence is complete; false if it was cut at the maximum length. */
  readonly ended: boolean;
  /** The index of its last node in the tree. */
  readonly node: number;
}

/** The result of a beam search. */
export interface Beam {
  /** The sequences found, best first: at most `width`. */
  readonly hypotheses: Hypothesis[];
  /** All nodes that the search kept; each parent comes before its children. */
  readonly tree: BeamNode[];
}

/** A partial sequence that is still extended. */
interface Live<S> {
  node: number;
  state: S;
  logs: Float64Array;
}

/**
 * Searches for the likeliest sequences with a beam: at each step it keeps the `width` likeliest continuations of all
 * partial sequences, where a complete sequence keeps its place in the beam. At the end it ranks them by log P / lengthᵅ,
 * as im2txt does (the published code of Vinyals et al. 2017). A beam as wide as the number of sequences is exhaustive.
 * Throws RangeError if `start` is empty, if it or `end` holds an invalid class, if `maxLength` or `width` isn't a positive
 * integer, if the length penalty is negative or not finite, and if a score isn't finite.
 */
export function beamSearch<S>(
  decoder: Decoder<S>,
  start: number[],
  maxLength: number,
  { width, end, lengthPenalty = 0 }: BeamOptions,
): Beam {
  checkStart("Cannot search", start);
  checkIntegers("Cannot search", { maxLength, width });
  if (!(lengthPenalty >= 0 && lengthPenalty < Infinity)) {
    throw new RangeError(
      `Cannot search: the length penalty must be finite and non-negative, got ${lengthPenalty}`,
    );
  }
  const tree: BeamNode[] = [{ index: start.at(-1)!, parent: -1, length: 0, logProbability: 0 }];
  const ended: number[] = [];
  const first = readPrefix(decoder, start);
  checkEnd(end, first.scores.rows);
  let live: Live<S>[] = [toLive(0, first)];
  for (let length = 1; length <= maxLength && live.length > 0; length++) {
    const kept = likeliest(live, tree, width - ended.length).map((node) => tree.push(node) - 1);
    for (const node of kept) if (tree[node].index === end) ended.push(node);
    const states = new Map(live.map(({ node, state }) => [node, state]));
    live = kept.filter((node) => tree[node].index !== end).map((node) => {
      const { parent, index } = tree[node];
      return toLive(node, decoder.step(states.get(parent)!, index));
    });
  }
  const hypotheses = [...ended, ...live.map(({ node }) => node)]
    .map((node) => hypothesis(tree, node, end, lengthPenalty))
    .sort((a, b) => b.score - a.score);
  return { hypotheses, tree };
}

function toLive<S>(node: number, { state, scores }: ReturnType<Decoder<S>["step"]>): Live<S> {
  return { node, state, logs: softmax(scores).data.map(Math.log) };
}

/** Returns the `count` likeliest continuations of all partial sequences, best first. */
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

function hypothesis(tree: BeamNode[], node: number, end: number, α: number): Hypothesis {
  const { logProbability, length, index } = tree[node];
  const classes: number[] = [];
  for (let at = node; tree[at].parent !== -1; at = tree[at].parent) classes.unshift(tree[at].index);
  const ended = index === end;
  if (ended) classes.pop();
  return { classes, logProbability, score: logProbability / length ** α, ended, node };
}
