import type { Beam, BeamNode, Hypothesis } from "../text/beam.ts";
import { Figure } from "./figure.ts";
import { element, label } from "./svg.ts";

/** How a beam's tree is drawn. */
export interface BeamTreeOptions {
  title: string;
  alt?: string;
}

const [LEFT, TOP, ROW, GAP] = [10, 16, 34, 34]; // pixels: margins, from row to row, between words

/** A node with its place in the picture. */
interface Spot extends BeamNode {
  word: string;
  x: number;
  y: number;
  /** P of the word, given those before it. */
  share: number;
  /** On the way to the best sentence, to another one that was found, or given up. */
  fate: "best" | "found" | "lost";
}

/**
 * The tree of a beam search, from left to right: each word with its probability given those before it, the best sentence
 * on top and bold, every sentence found with its rank and log P, pale what was given up. `words` names the classes.
 * Throws RangeError for a class without a name.
 */
export function beamTree(beam: Beam, words: string[], { title, alt }: BeamTreeOptions): Figure {
  const spots = spotsOf(beam, words);
  const body = spots.map((spot) => word(spot) + edge(spots[spot.parent], spot));
  const ends = beam.hypotheses.map((found, rank) => ({
    spot: spots[found.node],
    text: ending(found, rank),
  }));
  const texts = ends.map(({ spot: { word, x, y, fate }, text }) =>
    label(text, x + widthOf(word) + 12, y + 4, styleOf(fate))
  );
  const best = beam.hypotheses[0];
  return new Figure({
    title,
    body: body.join("") + texts.join(""),
    width: Math.max(
      ...spots.map(({ x }) => x),
      ...ends.map(({ spot, text }) => spot.x + widthOf(spot.word + text)),
    ) + 20,
    height: Math.max(...spots.map(({ y }) => y)) + 26,
    alt: alt ??
      `Tree of ${spots.length - 1} words after ${
          spots[0].word
        }; ${beam.hypotheses.length} sentences found, the best: ` +
        `${best.classes.map((index) => words[index]).join(" ")}, log P ${
          number(best.logProbability)
        }`,
    data: { words: spots.map(({ word }) => word), ...beam },
  });
}

function spotsOf({ tree, hypotheses }: Beam, words: string[]): Spot[] {
  const bad = tree.find(({ index }) => !(index in words));
  if (bad) throw new RangeError(`Cannot name class ${bad.index}: there are ${words.length} words`);
  const paths = hypotheses.map(({ node }) => pathTo(tree, node));
  const ranks = tree.map((_, n) => paths.findIndex((path) => path.has(n)));
  const rows = rowsOf(tree, ranks), xs = columnsOf(tree, words);
  return tree.map((node, n) => ({
    ...node,
    word: words[node.index],
    x: xs[node.length],
    y: TOP + ROW * rows[n],
    share: Math.exp(node.logProbability - (tree[node.parent]?.logProbability ?? 0)),
    fate: ranks[n] === 0 ? "best" : ranks[n] > 0 ? "found" : "lost",
  }));
}

function ending({ logProbability, score, ended }: Hypothesis, rank: number): string {
  const ranked = score === logProbability ? "" : `, score ${number(score)}`;
  return `${ended ? "" : "… "}${rank + 1}: log P ${number(logProbability)}${ranked}`;
}

/** The nodes from one back to the root. */
function pathTo(tree: BeamNode[], node: number): Set<number> {
  const path = new Set<number>();
  for (let at = node; at !== -1; at = tree[at].parent) path.add(at);
  return path;
}

/** Leaves under one another, the best sentence first and what was given up last; each parent on the row of its first child. */
function rowsOf(tree: BeamNode[], ranks: number[]): number[] {
  const rows = new Array<number>(tree.length);
  const order = (node: number) => ranks[node] === -1 ? tree.length : ranks[node];
  let used = 0;
  const place = (node: number): number => {
    const children = tree.flatMap(({ parent }, n) => parent === node ? [n] : [])
      .sort((a, b) => order(a) - order(b));
    return rows[node] = children.length === 0 ? used++ : children.map(place)[0];
  };
  place(0);
  return rows;
}

/** Where the words of each length begin: behind the longest of those before. */
function columnsOf(tree: BeamNode[], words: string[]): number[] {
  const xs = [LEFT], longest = Math.max(...tree.map(({ length }) => length));
  for (let length = 0; length < longest; length++) {
    const widths = tree.filter((node) => node.length === length).map(({ index }) =>
      widthOf(words[index])
    );
    xs.push(xs[length] + Math.max(...widths) + GAP);
  }
  return xs;
}

function word({ word, x, y, share, parent, fate }: Spot): string {
  const name = label(word, x, y + 4, styleOf(fate));
  if (parent === -1) return name;
  return name + label(share.toFixed(2), x, y + 15, { ...styleOf(fate), "font-size": 9 });
}

/** A line from the word before: the likelier, the thicker. */
function edge(before: Spot | undefined, { x, y, share, fate }: Spot): string {
  if (!before) return "";
  const from = before.x + widthOf(before.word) + 2, to = x - 4, bend = from + GAP * 0.7;
  return element("path", {
    d: `M${from} ${before.y}C${bend} ${before.y} ${to - 16} ${y} ${to} ${y}`,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 0.6 + 2.4 * share,
    "stroke-opacity": fate === "lost" ? 0.35 : 0.8,
  });
}

function styleOf(fate: Spot["fate"]) {
  return {
    "text-anchor": "start",
    "font-weight": fate === "best" ? "bold" : "normal",
    "fill-opacity": fate === "lost" ? 0.6 : 1,
  };
}

/** Of a text, or of the number under it, in pixels: no letter of the fonts in use is wider on average, in bold. */
function widthOf(text: string): number {
  return Math.max(26, 8 * text.length);
}

function number(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
