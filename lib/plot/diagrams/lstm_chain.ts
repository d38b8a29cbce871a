import type { LSTMStep } from "../../cells/lstm.ts";
import { checkFinite } from "../../checks.ts";
import { largest } from "../../extent.ts";
import { checkOneEach } from "../checks.ts";
import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { significant } from "../format.ts";
import { wrapText } from "../text_width.ts";
import { PHONE_WIDTH } from "./chain.ts";
import { diagram, Drawing } from "./drawing.ts";
import { port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { stateBox } from "./state_box.ts";
import type { Thumbnail } from "./thumbnail.ts";
import { drawToken, tokenWidth } from "./token.ts";

/** Options of an LSTM that is unrolled in time. */
export interface LSTMChainOptions extends FigureOptions {
  /** The input of each time step: a word, or a picture. */
  inputs: (string | Thumbnail)[];
  /** The output of each time step; "" where there is none. */
  outputs: string[];
  /** The words below the state in which the first time step begins; "start" by default. */
  before?: string;
}

const TINT = cellColors.LSTM, MOST_STEPS = 12;
const BOX = { width: 52, height: 82 }, COLUMN = { width: 16, height: 50 }; // pixels
const [NEAR, LEVEL, APART] = [86, 78, 12]; // pixels: least distance of steps; height of inputs and outputs; of c and h from the middle

/** A column of c and h each. */
interface State {
  c: Float64Array;
  h: Float64Array;
}

/**
 * Draws an LSTM unrolled in time from a trace: each box shows the entries of c_t and h_t as colours, and both are passed on.
 * On a phone, the chain is broken into rows, each of which begins with the last state of the row above. Throws RangeError if
 * the trace has no steps, more than 12, or a batch of more than one sequence; if a state is not finite; and unless there is
 * one input and output per time step.
 */
export function lstmChain(trace: LSTMStep[], options: LSTMChainOptions): Figure {
  if (trace.length === 0 || trace.length > MOST_STEPS) {
    throw new RangeError(`Cannot draw ${trace.length} steps: a chain has 1 to ${MOST_STEPS}`);
  }
  if (trace[0].h.cols !== 1) {
    throw new RangeError(`Cannot draw a batch of ${trace[0].h.cols}: a chain shows 1 sequence`);
  }
  trace.forEach(({ state, statePrev }) =>
    [state, statePrev].forEach((s) => checkFinite(s, "c, h"))
  );
  const { inputs, outputs } = options;
  for (const [name, list] of Object.entries({ inputs, outputs })) {
    checkOneEach(name, list, trace.length, "time steps");
  }
  const states = [trace[0].statePrev, ...trace.map(({ state }) => state)].map(({ data }) => ({
    c: data.slice(0, data.length / 2),
    h: data.slice(data.length / 2),
  }));
  const pitch = largest([NEAR, ...[...inputs, ...outputs].map((thing) => tokenWidth(thing) + 12)]);
  const inOneRow = Math.max(1, Math.floor((PHONE_WIDTH - BOX.width) / pitch));
  return diagram(options, {
    drawing: rows(states, trace.length, pitch, options),
    ...(inOneRow < trace.length ? { narrow: rows(states, inOneRow, pitch, options) } : {}),
    alt: `An LSTM in ${trace.length} time steps, joined by c and h; it answers ` +
      outputs.map((output) => output || "nothing").join(", "),
    data: states.map(({ c, h }) => ({ c: Array.from(c), h: Array.from(h) })),
  });
}

/** Draws the chain in rows of at most `most` time steps, and a note below them. */
function rows(states: State[], most: number, pitch: number, options: LSTMChainOptions): Drawing {
  const drawing = new Drawing(), domain = largest(states.flatMap(({ c }) => [...c.map(Math.abs)]));
  let bottom = 0;
  for (let from = 0; from < states.length - 1; from += most) {
    const row = drawRow(states.slice(from, from + most + 1), from, { pitch, domain }, options);
    drawing.add(row, [0, bottom]);
    bottom += row.height + 20;
  }
  const range = significant(domain || 1, 2);
  const note =
    `colors: h from −1 (blue) to 1 (orange), c from −${range} to ${range}; the weights are the same at every step`;
  const width = largest([drawing.extent.right, PHONE_WIDTH - 60]);
  for (const [n, line] of wrapText(note, width, SMALL).entries()) {
    drawing.text(line, [0, bottom + 4 + n * 16], { size: SMALL, anchor: "start" });
  }
  return drawing;
}

/** Draws the state before a row, and its time steps with their inputs and outputs. */
function drawRow(
  states: State[],
  from: number,
  { pitch, domain }: { pitch: number; domain: number },
  { inputs, outputs, before = "start" }: LSTMChainOptions,
): Drawing {
  const drawing = new Drawing();
  const boxes = states.map((state, n) => drawState(drawing, state, n * pitch, domain, n > 0));
  if (from === 0) {
    const lines = wrapText(before, BOX.width + 10, SMALL);
    lines.forEach((line, n) =>
      drawing.text(line, [boxes[0].x, LEVEL - 14 + 15 * n], { size: SMALL })
    );
  }
  for (const [n, box] of boxes.slice(1).entries()) {
    drawing.arrow(port(boxes[n], "right", -APART), port(box, "left", -APART), {
      ...{ color: TINT, width: 3 },
    });
    drawing.arrow(port(boxes[n], "right", APART), port(box, "left", APART));
    const output = outputs[from + n];
    drawing.arrow(drawToken(drawing, inputs[from + n], [box.x, LEVEL]), box);
    if (output) drawing.arrow(box, drawToken(drawing, output, [box.x, -LEVEL]));
  }
  return drawing;
}

/** Draws c and h side by side, in the frame of a time step if it is one, and returns the shape around them. */
function drawState(
  drawing: Drawing,
  { c, h }: State,
  x: number,
  domain: number,
  isStep: boolean,
): Shape {
  const shape = isStep
    ? drawing.node("", [x, 0], { ...BOX, tint: TINT })
    : { x, y: 0, width: 40, height: BOX.height };
  const columns = { c: c.map((value) => value / (domain || 1)), h };
  for (const [n, [name, values]] of Object.entries(columns).entries()) {
    const left = x + (n - 0.5) * 22;
    stateBox(drawing, values, [left, 8], COLUMN);
    drawing.text(name, [left, -23], { size: SMALL });
  }
  return shape;
}
