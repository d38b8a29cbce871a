import type { Step } from "../cells/cell.ts";
import type { Matrix } from "../matrix.ts";
import { checkFinite } from "../checks.ts";
import { checkOneEach, checkPlaces } from "./checks.ts";
import { diverging } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { compactNumbers, IMAGE_COLOR, imageAt } from "./image_grid.ts";
import { arrow, element, END, label, rect, START } from "./svg.ts";

/** Options of an unrolled diagram: inputs are drawn below the boxes, outputs or losses above. */
export interface UnrolledDiagramOptions extends FigureOptions {
  /** The input at each time step. */
  inputs?: string[];
  /** The output at each time step. */
  outputs?: string[];
  /** E_t at each time step, in nats. */
  losses?: number[];
  /** An image (n²×1) that enters every time step through Wih, drawn with thick lines. */
  image?: Matrix;
}

const MOST_STEPS = 12;
const [LEFT, WIDTH, MIDDLE, BOX] = [60, 84, 96, 56];

/**
 * Draws a network unrolled in time from a trace: each box shows the entries of h_t as colours, blue below 0, orange above.
 * Throws RangeError if the trace has no steps, more than 12, or a batch of more than one sequence; if h_t or a loss is not
 * finite; and unless there is one input, output, and loss per time step, where they are given.
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
  const columns = [first, ...trace.map(({ h }) => h.data)];
  const parts = columns.flatMap((h, t) => [box(h, t), ...(t > 0 ? step(t, options) : [])])
    .concat(options.image ? imagePaths(options.image, trace.length) : []);
  const width = LEFT + columns.length * WIDTH + 10;
  const unused = options.outputs || options.losses ? 0 : 56; // pixels above the boxes
  const strip = options.image ? 62 : 0; // pixels for the image, below the inputs
  const note =
    "one box is h, its entries from −1 (blue) to 1 (orange); the weights are the same at every step";
  parts.push(label(note, 10, 256 + strip, START));
  const alt = options.alt ??
    `${trace.length} boxes h_1 to h_${trace.length} joined by arrows Whh, each fed ` +
      `by x_t through Wxh${options.image ? " and by one image through Wih" : ""}: ${options.title}`;
  const data = {
    h: columns.map((h) => Array.from(h)),
    losses: options.losses,
    image: options.image && compactNumbers(options.image),
  };
  return new Figure({
    title: options.title,
    body: `<g transform="translate(0,${-unused})">${parts.join("")}</g>`,
    width: Math.max(width, 620),
    height: 270 + strip - unused,
    alt,
    data,
  });
}

function checkSteps(trace: Step[], { inputs, outputs, losses }: UnrolledDiagramOptions): void {
  checkFinite(trace[0].statePrev, "state_0");
  trace.forEach(({ h }, n) => checkFinite(h, `h_${n + 1}`));
  for (const [name, list] of Object.entries({ inputs, outputs, losses })) {
    checkOneEach(name, list, trace.length, "time steps");
  }
  losses?.forEach((E, n) => checkPlaces({ [`losses[${n}]`]: E }));
}

function box(h: Float64Array, t: number): string {
  const x = LEFT + t * WIDTH;
  const size = BOX / h.length;
  const cells = Array.from(h, (value, i) => rect(x, MIDDLE + i * size, 34, size, diverging(value)));
  const frame = { x, y: MIDDLE, width: 34, height: BOX, fill: "none", stroke: "currentColor" };
  return cells.join("") + element("rect", frame) +
    label(`h${subscript(t)}`, x + 11, MIDDLE + BOX + 16, END);
}

function step(t: number, { inputs, outputs, losses }: UnrolledDiagramOptions): string[] {
  const x = LEFT + t * WIDTH;
  const center = x + 17;
  const above = outputs?.[t - 1] ??
    (losses ? `E${subscript(t)} = ${losses[t - 1].toFixed(2)}` : "");
  return [
    arrow(x - WIDTH + 36, MIDDLE + BOX / 2, x - 2, MIDDLE + BOX / 2),
    label("Whh", x - WIDTH / 2 + 17, MIDDLE + BOX / 2 - 6),
    arrow(center, 206, center, MIDDLE + BOX + 2),
    label("Wxh", center + 6, 192, START),
    label(`x${subscript(t)}${inputs ? ` = ${inputs[t - 1]}` : ""}`, center, 222),
    ...(above ? [arrow(center, MIDDLE - 2, center, 52), label(above, center, 42)] : []),
  ];
}

/** Draws the image at the left and a line from it into each h_t. */
function imagePaths(image: Matrix, steps: number): string[] {
  const [side, rail] = [56, 266];
  const path = (t: number) => {
    const x = LEFT + t * WIDTH;
    const d = `M${side + 10} ${rail}H${x - 24}V${MIDDLE + BOX - 10}H${x - 3}`;
    return element("path", { d, fill: "none", stroke: IMAGE_COLOR, "stroke-width": 2.6 });
  };
  return [
    ...Array.from({ length: steps }, (_, n) => path(n + 1)),
    imageAt(image, { x: 10, y: rail - side / 2, side }),
    label("Wih v", side + 18, rail - 8, { ...START, fill: IMAGE_COLOR }),
  ];
}

function subscript(n: number): string {
  return String(n).replaceAll(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
