import { cellColors, textColor } from "../colors.ts";
import { Drawing } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { drawToken, tokenWidth } from "./token.ts";
import { ALPHA, weighted } from "./weighted.ts";

/** The words at one time step of a decoder with attention. */
export interface AttentionWords {
  /** The words of the source. */
  source: string[];
  /** The word that the decoder reads, and the one that it writes. */
  input: string;
  output: string;
}

const TINT = cellColors.LSTM, ROW = 44;
const [STATES, WEIGHTS, CONTEXT, TOP] = [34, 96, 188, 262]; // the columns, in pixels

/** Draws attention with the words of the source below each other, without the equations. */
export function attentionColumn(options: AttentionWords, weights: number[]): Drawing {
  const { source } = options, drawing = new Drawing(), middle = (source.length - 1) / 2 * ROW;
  const context = drawing.node("r_t", [CONTEXT, middle], { tint: ALPHA });
  const frame = { x: WEIGHTS, y: middle, width: 50, height: source.length * ROW - 8 };
  const states = source.map((word, s) => {
    const y = s * ROW,
      state = drawing.node(`h̄_{${s + 1}}`, [STATES, y], { tint: TINT, height: 28 });
    drawing.arrow(drawToken(drawing, word, [-4 - tokenWidth(word) / 2, y]), state);
    drawing.line([port(state, "right"), [WEIGHTS - 25, y]], weighted(weights[s]));
    drawing.arrow([WEIGHTS + 25, y], context, weighted(weights[s]));
    const ink = { size: SMALL, color: textColor(ALPHA), bold: true };
    drawing.text(weights[s].toFixed(2), [WEIGHTS, y + 4], ink);
    return state;
  });
  states.slice(1).forEach((state, s) => drawing.arrow(states[s], state));
  drawing.node("", [frame.x, frame.y], { ...frame, dashed: true });
  drawing.text("α", [WEIGHTS, -ROW / 2 - 4], { color: textColor(ALPHA), bold: true });
  drawDecoder(drawing, options, context, frame);
  return drawing;
}

/** Draws the decoder below the context vector, and what follows from both at the right. */
function drawDecoder(
  drawing: Drawing,
  { input, output }: AttentionWords,
  context: Shape,
  frame: Shape,
): void {
  const bottom = frame.y + frame.height / 2, row = bottom + 70;
  const before = drawing.node("h_{t−1}", [CONTEXT - 66, row], { kind: "variable" });
  const state = drawing.node("h_t", [CONTEXT, row], { tint: TINT });
  const top = drawing.node("h̃_t", [TOP, context.y], { tint: TINT });
  drawing.arrow(before, state);
  drawing.arrow(drawToken(drawing, input, [CONTEXT, row + 54]), state);
  const scores: Point[] = [[CONTEXT, bottom + 30], [WEIGHTS, bottom + 30]];
  drawing.arrow(port(state, "top"), port(frame, "bottom"), { via: scores, dashed: true });
  drawing.arrow(context, top);
  drawing.arrow(port(state, "right"), port(top, "bottom"), { via: [[TOP, row]] });
  drawing.arrow(top, drawToken(drawing, output, [TOP, context.y - 60]));
}
