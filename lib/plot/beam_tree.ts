import { largest } from "../extent.ts";
import type { Beam, BeamNode, Hypothesis } from "../text/beam.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign } from "./format.ts";
import { element, label } from "./svg.ts";

const [LEFT, TOP, ROW, GAP] = [10, 16, 34, 34]; // pixels: margins, row height, gap between words

/** A node with its position in the figure. */
interface PlacedNode extends BeamNode {
  word: string;
  x: number;
  y: number;
  /** The probability of the word given those before it. */
  probability: number;
  /** "best" for a node of the best sentence, "found" for one of another finished sentence, "pruned" for all others. */
  status: "best" | "found" | "pruned";
}

/**
 * Draws the tree of a beam search from left to right: each word with its probability given those before it, the best
 * sentence on top in bold, each finished one with its rank and log P, pruned ones pale. `words` are the words by class.
 * Throws RangeError if a class has no word, or if there are no sentences.
 */
export function beamTree(beam: Beam, words: string[], { title, alt }: FigureOptions): Figure {
  if (beam.hypotheses.length === 0) throw new RangeError("Cannot draw a beam: it has no sentences");
  const nodes = placeNodes(beam, words);
  const body = nodes.map((node) => word(node) + edge(nodes[node.parent], node));
  const ends = beam.hypotheses.map((found, rank) => ({
    node: nodes[found.node],
    text: ending(found, rank),
  }));
  const texts = ends.map(({ node: { word, x, y, status }, text }) =>
    label(text, x + widthOf(word) + 12, y + 4, styleOf(status))
  );
  const best = beam.hypotheses[0];
  return new Figure({
    title,
    body: body.join("") + texts.join(""),
    width: largest([
      ...nodes.map(({ x }) => x),
      ...ends.map(({ node, text }) => node.x + widthOf(node.word + text)),
    ]) + 20,
    height: largest(nodes.map(({ y }) => y)) + 26,
    alt: alt ??
      `Tree of ${nodes.length - 1} words after ${
          nodes[0].word
        }; ${beam.hypotheses.length} sentences found, the best: ` +
        `${best.classes.map((index) => words[index]).join(" ")}, log P ${
          twoDecimals(best.logProbability)
        }`,
    data: { words: nodes.map(({ word }) => word), found: beam.hypotheses, tree: beam.tree },
  });
}

function placeNodes({ tree, hypotheses }: Beam, words: string[]): PlacedNode[] {
  const bad = tree.find(({ index }) => !(index in words));
  if (bad) throw new RangeError(`Cannot draw class ${bad.index}: there are ${words.length} words`);
  const paths = hypotheses.map(({ node }) => pathTo(tree, node));
  const ranks = tree.map((_, n) => paths.findIndex((path) => path.has(n)));
  const rows = rowsOf(tree, ranks), xs = columnsOf(tree, words);
  return tree.map((node, n) => ({
    ...node,
    word: words[node.index],
    x: xs[node.length],
    y: TOP + ROW * rows[n],
    probability: Math.exp(node.logProbability - (tree[node.parent]?.logProbability ?? 0)),
    status: ranks[n] === 0 ? "best" : ranks[n] > 0 ? "found" : "pruned",
  }));
}

function ending({ logProbability, score, ended }: Hypothesis, rank: number): string {
  const ranked = score === logProbability ? "" : `, score ${twoDecimals(score)}`;
  return `${ended ? "" : "… "}${rank + 1}: log P ${twoDecimals(logProbability)}${ranked}`;
}

/** Returns the nodes from one back to the root. */
function pathTo(tree: BeamNode[], node: number): Set<number> {
  const path = new Set<number>();
  for (let at = node; at !== -1; at = tree[at].parent) path.add(at);
  return path;
}

/** Returns a row for each node: leaves below each other by rank, pruned ones last, parents on the row of their first child. */
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

/** Returns the x of the words of each length: to the right of the longest word before. */
function columnsOf(tree: BeamNode[], words: string[]): number[] {
  const xs = [LEFT], longest = largest(tree.map(({ length }) => length));
  for (let length = 0; length < longest; length++) {
    const widths = tree.filter((node) => node.length === length).map(({ index }) =>
      widthOf(words[index])
    );
    xs.push(xs[length] + largest(widths) + GAP);
  }
  return xs;
}

function word({ word, x, y, probability, parent, status }: PlacedNode): string {
  const name = label(word, x, y + 4, styleOf(status));
  if (parent === -1) return name;
  return name + label(probability.toFixed(2), x, y + 15, { ...styleOf(status), "font-size": 9 });
}

/** Draws a line from the word before, thicker for a more probable word. */
function edge(before: PlacedNode | undefined, { x, y, probability, status }: PlacedNode): string {
  if (!before) return "";
  const from = before.x + widthOf(before.word) + 2, to = x - 4, bend = from + GAP * 0.7;
  return element("path", {
    d: `M${from} ${before.y}C${bend} ${before.y} ${to - 16} ${y} ${to} ${y}`,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 0.6 + 2.4 * probability,
    "stroke-opacity": status === "pruned" ? 0.35 : 0.8,
  });
}

function styleOf(status: PlacedNode["status"]) {
  return {
    "text-anchor": "start",
    "font-weight": status === "best" ? "bold" : "normal",
    "fill-opacity": status === "pruned" ? 0.6 : 1,
  };
}

/** Returns an upper bound of the width in pixels of a bold text and of the number below it. */
function widthOf(text: string): number {
  return Math.max(26, 8 * text.length);
}

function twoDecimals(value: number): string {
  return minusSign(value.toFixed(2));
}
