import type { Step } from "../cells/cell.ts";
import { checkFinite } from "../checks.ts";
import { largest } from "../extent.ts";
import { checkOneEach, checkPlaces } from "./checks.ts";
import { type ChainParts, drawChain, PHONE_WIDTH, pitchOf } from "./diagrams/chain.ts";
import { diagram, Drawing } from "./diagrams/drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { compactNumbers } from "./image_grid.ts";
import type { Thumbnail } from "./diagrams/thumbnail.ts";
import { STATE_SIZE } from "./diagrams/state_box.ts";
import { wrapText } from "./text_width.ts";
import { SMALL } from "./diagrams/rich_text.ts";

/** Options of an unrolled diagram. */
export type UnrolledDiagramOptions = FigureOptions & ChainParts;

const MOST_STEPS = 12;
const NOTE =
  "one box is h, its entries from −1 (blue) to 1 (orange); the weights are the same at every step";

/**
 * Draws a network unrolled in time from a trace: each box shows the entries of h_t as colours, blue below 0, orange above.
 * On a phone, the chain is broken into rows, each of which begins with the last state of the row above. Throws RangeError if
 * the trace has no steps, more than 12, or a batch of more than one sequence; if h_t or a loss is not finite; and unless there
 * is one input, output, and loss per time step, where they are given.
 */
export function unrolledDiagram(trace: Step[], options: UnrolledDiagramOptions): Figure {
  if (trace.length === 0 || trace.length > MOST_STEPS) {
    throw new RangeError(`Cannot draw ${trace.length} steps: a diagram has 1 to ${MOST_STEPS}`);
  }
  if (trace[0].h.cols !== 1) {
    throw new RangeError(`Cannot draw a batch of ${trace[0].h.cols}: a diagram shows 1 sequence`);
  }
  checkSteps(trace, options);
  const first = trace[0].statePrev.data.slice(-trace[0].h.rows);
  const states = [first, ...trace.map(({ h }) => h.data)];
  const inOneRow = Math.floor((PHONE_WIDTH - STATE_SIZE.width) / pitchOf(options));
  const { losses, image } = options;
  const alt = `${trace.length} boxes h_1 to h_${trace.length} joined by arrows Whh, each fed ` +
    `by x_t through Wxh${image ? " and by one image through a CNN and Wih" : ""}`;
  return diagram(options, {
    drawing: rows(states, trace.length, options),
    ...(inOneRow < trace.length ? { narrow: rows(states, Math.max(1, inOneRow), options) } : {}),
    alt,
    data: { h: states.map((h) => Array.from(h)), losses, image: numbersOf(image) },
  });
}

/** Returns the pixels of an image in ink; those of an RGB picture are only drawn. */
function numbersOf(image?: Thumbnail): string | undefined {
  return image && "data" in image ? compactNumbers(image) : undefined;
}

/** Draws the chain in rows of at most `most` time steps, and the note below them. */
function rows(states: Float64Array[], most: number, options: UnrolledDiagramOptions): Drawing {
  const drawing = new Drawing(), steps = states.length - 1;
  let bottom = 0;
  for (let from = 0; from < steps; from += most) {
    const part = states.slice(from, from + most + 1), row = drawChain(part, from, options);
    drawing.add(row, [0, bottom]);
    bottom += row.height + 18;
  }
  const width = largest([drawing.extent.right, PHONE_WIDTH]);
  for (const [n, line] of wrapText(NOTE, width, SMALL).entries()) {
    drawing.text(line, [0, bottom + 4 + n * 16], { size: SMALL, anchor: "start" });
  }
  return drawing;
}

function checkSteps(trace: Step[], { inputs, outputs, losses }: UnrolledDiagramOptions): void {
  checkFinite(trace[0].statePrev, "state_0");
  trace.forEach(({ h }, n) => checkFinite(h, `h_${n + 1}`));
  for (const [name, list] of Object.entries({ inputs, outputs, losses })) {
    checkOneEach(name, list, trace.length, "time steps");
  }
  losses?.forEach((E, n) => checkPlaces({ [`losses[${n}]`]: E }));
}
