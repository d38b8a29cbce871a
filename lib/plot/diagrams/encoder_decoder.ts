import { largest } from "../../extent.ts";
import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { diagram, Drawing, PHONE } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { drawToken, tokenWidth } from "./token.ts";

/** Options of the diagram of an encoder and a decoder. */
export interface EncoderDecoderOptions extends FigureOptions {
  /** The words of the source in their order. */
  source: string[];
  /** The words of the translation, without the end token. */
  target: string[];
  /** True if the encoder reads the source from its last word to its first; false by default. */
  reversed?: boolean;
  /** The tokens that begin and end a translation; "<start>" and "<end>" by default. */
  start?: string;
  end?: string;
}

const [LEVEL, LEAST, TINT] = [62, 48, cellColors.LSTM];
const HANDOVER = { width: 4, color: TINT };

/**
 * Draws an encoder that reads the source, and a decoder that starts from the encoder's last state and writes the
 * translation, one word per time step. The decoder reads the word before. On a phone, the decoder is below the encoder.
 * Throws RangeError for a source or a target without words.
 */
export function encoderDecoderDiagram(options: EncoderDecoderOptions): Figure {
  const { source, target, reversed = false, start = "<start>", end = "<end>" } = options;
  checkWords({ source, target });
  const read = reversed ? source.toReversed() : source;
  const inputs = [start, ...target], outputs = [...target, end];
  const pitch = largest([
    LEAST,
    ...[...read, ...inputs, ...outputs].map((word) => tokenWidth(word) + 10),
  ]);
  const rows: Row[] = [{
    name: reversed ? "encoder, reversed" : "encoder",
    inputs: read,
    outputs: [],
  }];
  rows.push({ name: "decoder", inputs, outputs });
  const drawing = inOneRow(rows, pitch), most = Math.max(1, Math.floor((PHONE - 40) / pitch));
  const narrow = below(rows.flatMap((row) => parts(row, most)), pitch);
  const order = reversed ? ", from the last word to the first," : "";
  const alt =
    `An encoder reads ${source.length} words${order} (${
      read.join(" ")
    }); its last state is the first of a decoder, ` +
    `which writes ${target.join(" ")}`;
  const data = { source, target, reversed };
  return diagram(options, {
    drawing,
    ...(drawing.drawn.width > PHONE ? { narrow } : {}),
    alt,
    data,
  });
}

function checkWords(lists: Record<string, string[]>): void {
  for (const [name, words] of Object.entries(lists)) {
    if (words.length === 0) throw new RangeError(`Cannot draw a translation: ${name} has no words`);
  }
}

/** LSTMs in a row; the parts of a row that was broken have no name but the first. */
interface Row {
  name: string;
  inputs: string[];
  outputs: string[];
}

function parts({ name, inputs, outputs }: Row, most: number): Row[] {
  return Array.from({ length: Math.ceil(inputs.length / most) }, (_, n) => {
    const cut = (words: string[]) => words.slice(n * most, (n + 1) * most);
    return { name: n === 0 ? name : "", inputs: cut(inputs), outputs: cut(outputs) };
  });
}

/** Draws the encoder and the decoder beside each other. */
function inOneRow([encoder, decoder]: Row[], pitch: number): Drawing {
  const drawing = new Drawing(), last = drawRow(drawing, encoder, [0, 0], pitch).at(-1)!;
  const [first] = drawRow(drawing, decoder, [last.x + Math.max(pitch, 70), 0], pitch);
  drawing.arrow(last, first, HANDOVER);
  drawing.text("c, h", [(last.x + first.x) / 2, -12], { size: SMALL });
  return drawing;
}

/** Draws rows below each other, with an arrow from the end of each one to the next. */
function below(rows: Row[], pitch: number): Drawing {
  const drawing = new Drawing();
  let last: Shape | undefined;
  for (const [n, row] of rows.entries()) {
    const y = n * 4 * LEVEL, states = drawRow(drawing, row, [0, y], pitch), [first] = states;
    if (last) {
      const turn = y - LEVEL - 34, left = first.x - pitch / 2 - 6, right = last.x + pitch / 2 + 4;
      const via: Point[] = [[right, last.y], [right, turn], [left, turn], [left, y]];
      const style = row.name === "decoder" ? HANDOVER : {};
      drawing.arrow(port(last, "right"), port(first, "left"), { ...style, via });
      if (row.name === "decoder") {
        drawing.text("c, h", [(left + right) / 2, turn - 8], { size: SMALL });
      }
    }
    last = states.at(-1)!;
  }
  return drawing;
}

/** Draws a row with its name below its first words. */
function drawRow(
  drawing: Drawing,
  { name, inputs, outputs }: Row,
  at: Point,
  pitch: number,
): Shape[] {
  const states = chain(drawing, at, pitch, inputs, outputs), [{ x, y }] = states;
  if (name) {
    drawing.text(name, [x - 20, y + LEVEL + 34], { size: SMALL, bold: true, anchor: "start" });
  }
  return states;
}

/** Draws LSTMs in a row with their inputs below and outputs above, and returns their shapes. */
function chain(
  drawing: Drawing,
  [left, y]: Point,
  pitch: number,
  inputs: string[],
  outputs: string[],
): Shape[] {
  const states = inputs.map((input, n) => {
    const x = left + n * pitch,
      state = drawing.node("", [x, y], { width: 30, height: 30, tint: TINT });
    drawing.arrow(drawToken(drawing, input, [x, y + LEVEL]), state);
    if (n in outputs) drawing.arrow(state, drawToken(drawing, outputs[n], [x, y - LEVEL]));
    return state;
  });
  states.slice(1).forEach((state, n) => drawing.arrow(states[n], state));
  return states;
}
