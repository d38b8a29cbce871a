import { largest } from "../../extent.ts";
import { checkOneEach } from "../checks.ts";
import { cellColors, textColor } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { attentionColumn, type AttentionWords } from "./attention_column.ts";
import { diagram, Drawing, PHONE } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { ALPHA, weighted } from "./weighted.ts";
import { drawToken, tokenWidth } from "./token.ts";

/** Options of the diagram of attention at one time step of a decoder. */
export interface AttentionDiagramOptions extends FigureOptions, AttentionWords {
  /** α, the weight of each word, from 0 to 1. */
  weights: ArrayLike<number>;
}

const TINT = cellColors.LSTM;
const [WORDS, ENCODER, WEIGHTS, MIDDLE, TOP, OUTPUT] = [0, -52, -94, -178, -244, -300]; // heights in pixels
const [LEFT, SOURCE] = [58, 136]; // the columns of the decoder and of the first word

/**
 * Draws attention as the translators compute it: α = softmax_s(h̄_sᵀ Wa h_t), the context vector r_t = Σ_s α_s h̄_s, and
 * h̃_t = tanh(Wq h_t + Wr r_t), from which the next word follows. A line from h̄_s to r_t is as thick as α_s is large. On a
 * phone, many words are below each other. Throws
 * RangeError for a source without words, and unless there is one weight from 0 to 1 for each of them.
 */
export function attentionDiagram(options: AttentionDiagramOptions): Figure {
  const { source, input, output } = options, weights = Array.from(options.weights);
  if (source.length === 0) throw new RangeError("Cannot draw attention: source has no words");
  checkOneEach("weights", weights, source.length, "words");
  const bad = weights.find((weight) => !(weight >= 0 && weight <= 1));
  if (bad !== undefined) {
    throw new RangeError(`Cannot draw attention: a weight must be from 0 to 1, got ${bad}`);
  }
  const drawing = new Drawing(), { context, frame } = drawSource(drawing, source, weights);
  drawDecoder(drawing, options, context, frame);
  const shares = source.map((word, s) => `${word} ${weights[s].toFixed(2)}`).join(", ");
  const alt =
    `Attention over ${source.length} words: ${shares}. Their weighted sum r_t and the decoder's state h_t give h̃_t, ` +
    `and the word ${output}`;
  const narrow = drawing.drawn.width > PHONE ? attentionColumn(options, weights) : undefined;
  for (const each of narrow ? [drawing, narrow] : [drawing]) drawEquations(each);
  return diagram(options, { drawing, narrow, alt, data: { source, weights, input, output } });
}

/** Draws the encoder's states, their weights, and the context vector; returns the latter and the frame of the weights. */
function drawSource(drawing: Drawing, source: string[], weights: number[]) {
  const pitch = largest([46, ...source.map((word) => tokenWidth(word) + 8)]);
  const places = source.map((_, s) => SOURCE + s * pitch), right = places.at(-1)!;
  const frame: Shape = {
    ...{ x: (SOURCE + right) / 2, y: WEIGHTS, width: right - SOURCE + 44, height: 26 },
  };
  const context = drawing.node("r_t", [frame.x, MIDDLE], { tint: ALPHA });
  const states = source.map((word, s) => {
    const state = drawing.node(`h̄_{${s + 1}}`, [places[s], ENCODER], { tint: TINT });
    drawing.arrow(drawToken(drawing, word, [places[s], WORDS]), state);
    if (s > 0) drawing.arrow([places[s - 1] + 17, ENCODER], port(state, "left"));
    return state;
  });
  drawWeights(drawing, states, weights, context);
  drawing.node("", [frame.x, frame.y], {
    ...frame,
    width: frame.width,
    height: frame.height,
    dashed: true,
  });
  return { context, frame };
}

/** Draws each weight, and the line from its state to the context vector. */
function drawWeights(
  drawing: Drawing,
  states: Shape[],
  weights: number[],
  context: Shape,
): void {
  for (const [s, state] of states.entries()) {
    const stroke = weighted(weights[s]);
    drawing.line([port(state, "top"), [state.x, WEIGHTS + 13]], stroke);
    drawing.arrow([state.x, WEIGHTS - 13], context, stroke);
    const text = weights[s].toFixed(2);
    drawing.text(text, [state.x, WEIGHTS + 4], {
      size: SMALL,
      color: textColor(ALPHA),
      bold: true,
    });
  }
}

/** Draws the decoder's state, what it reads, and what is computed from it and the context vector. */
function drawDecoder(
  drawing: Drawing,
  { input, output }: AttentionDiagramOptions,
  context: Shape,
  frame: Shape,
): void {
  const before = drawing.node("h_{t−1}", [0, MIDDLE], { kind: "variable" });
  const state = drawing.node("h_t", [LEFT, MIDDLE], { tint: TINT });
  const top = drawing.node("h̃_t", [context.x, TOP], { tint: TINT });
  drawing.arrow(before, state);
  drawing.arrow(drawToken(drawing, input, [LEFT, MIDDLE + 60]), state);
  const scores: Point[] = [[SOURCE - 38, MIDDLE + 6], [SOURCE - 38, WEIGHTS]];
  drawing.arrow(port(state, "right", 6), port(frame, "left"), { via: scores, dashed: true });
  drawing.text("α", [frame.x + frame.width / 2 + 6, WEIGHTS + 5], {
    anchor: "start",
    color: textColor(ALPHA),
    bold: true,
  });
  drawing.arrow(state, port(top, "left"), { via: [[LEFT, TOP]] });
  drawing.arrow(context, top);
  drawing.arrow(top, drawToken(drawing, output, [context.x, OUTPUT]));
}

/** Writes the equations below a drawing. */
function drawEquations(drawing: Drawing): void {
  const style = { size: 13, anchor: "start" } as const, { left, bottom } = drawing.extent;
  drawing.text("α_s = softmax_s(h̄_s^⊤ W_a h_t)", [left, bottom + 28], style);
  drawing.text("r_t = Σ_s α_s h̄_s", [left, bottom + 50], style);
  drawing.text("h̃_t = tanh(W_q h_t + W_r r_t)", [left, bottom + 72], style);
}
