import { largest } from "../extent.ts";
import { checkCounts } from "./checks.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { IMAGE_COLOR } from "./image_grid.ts";
import { arrow, element, label, START } from "./svg.ts";

/** Layers and connections of a captioner, and where its image enters. */
export interface CaptionerLayout {
  name: string;
  /** The layers between the word x and the next word y, from the bottom, and those connected to themselves in the next step. */
  layers: string[];
  recurrent: string[];
  /** The connections within a time step: pairs of layers, x and y. */
  edges: [from: string, to: string][];
  /** The layer that the image enters, and when; "before" is a time step of its own before the first word. */
  image: { layer: string; at: "every step" | "first step" | "before" };
  /** The layer that reconstructs the image, if there is one. */
  redraws?: string;
}

const STEPS = [1, 2, 3];
const [LEFT, COLUMN, LEVEL, PANEL] = [58, 62, 44, 278]; // pixels: before the first step, per step, per layer, per panel
const [WIDE, HIGH] = [34, 22]; // pixels: size of a box

/**
 * Draws captioners side by side, unrolled over three time steps, with thick lines from the image v to the layers that it
 * enters. Throws RangeError if there are none, a layer is unknown, or `columns` isn't a positive integer.
 */
export function captionerDiagrams(
  layouts: CaptionerLayout[],
  { title, columns = 3, alt }: FigureOptions & { columns?: number },
): Figure {
  if (layouts.length === 0) throw new RangeError("Cannot draw captioners: there are none");
  checkCounts({ columns });
  const height = 92 + LEVEL * (1 + largest(layouts.map(({ layers }) => layers.length)));
  const parts = layouts.map((layout, n) => {
    const [x, y] = [n % columns * PANEL, Math.floor(n / columns) * height];
    return `<g transform="translate(${x},${y})">${panel(layout, height)}</g>`;
  });
  const entries = layouts.map(({ name, image }) => `${name}: into ${image.layer}, ${image.at}`);
  return new Figure({
    title,
    body: parts.join(""),
    width: Math.min(columns, layouts.length) * PANEL,
    height: Math.ceil(layouts.length / columns) * height,
    alt: alt ??
      `${layouts.length} captioners unrolled over three steps; the image enters: ${
        entries.join("; ")
      }`,
    data: layouts,
  });
}

type Position = (name: string, step: number) => { x: number; y: number };

function panel(layout: CaptionerLayout, height: number): string {
  const { name, layers, recurrent, edges, image, redraws } = layout;
  const levels = ["x", ...layers, "y"], bottom = height - 50;
  const at: Position = (layer, step) => {
    if (!levels.includes(layer)) {
      throw new RangeError(`Cannot draw layer ${layer}: the layers are ${levels.join(", ")}`);
    }
    return { x: LEFT + step * COLUMN, y: bottom - LEVEL * levels.indexOf(layer) };
  };
  const steps = STEPS.flatMap((step) => [
    ...levels.map((layer) => node(layer, step, at)),
    ...edges.map(([from, to]) => {
      const far = levels.indexOf(to) - levels.indexOf(from) > 1;
      return edge(at(from, step), at(to, step), far);
    }),
    ...recurrent.filter(() => step < STEPS.length).map((layer) => recurrence(layer, step, at)),
    ...(redraws ? [reconstruction(at(redraws, step))] : []),
  ]);
  const head = label(name, 8, 16, { ...START, "font-weight": "bold" });
  return head + steps.join("") + imagePaths(image, at, bottom);
}

function node(layer: string, step: number, at: Position): string {
  const { x, y } = at(layer, step), text = label(`${layer}${"₀₁₂₃"[step]}`, x, y + 4);
  if (layer === "x" || layer === "y") return text;
  const box = { x: x - WIDE / 2, y: y - HIGH / 2, width: WIDE, height: HIGH, rx: 4 };
  return element("rect", { ...box, fill: "none", stroke: "currentColor" }) + text;
}

function edge(from: { x: number; y: number }, to: { x: number; y: number }, far: boolean): string {
  if (!far) return arrow(from.x, from.y - HIGH / 2 - 1, to.x, to.y + HIGH / 2 + 1);
  const [x, foot, head] = [from.x, from.y - HIGH / 2 + 3, to.y + HIGH / 2 + 1];
  const d = `M${x + 9} ${foot}C${x + 32} ${foot - 14} ${x + 32} ${head + 14} ${x + 10} ${head}`;
  return element("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.3 });
}

function recurrence(layer: string, step: number, at: Position): string {
  const { x, y } = at(layer, step);
  return arrow(x + WIDE / 2 + 1, y, x + COLUMN - WIDE / 2 - 1, y);
}

function reconstruction({ x, y }: { x: number; y: number }): string {
  return arrow(x - 8, y - HIGH / 2 - 1, x - 14, y - HIGH / 2 - 9) +
    label("ṽ", x - 22, y - HIGH / 2 - 9, { fill: IMAGE_COLOR, "font-weight": "bold" });
}

/** Draws the lines from v along the bottom and up to each layer that it enters. */
function imagePaths(
  { layer, at: when }: CaptionerLayout["image"],
  at: Position,
  bottom: number,
): string {
  const rail = bottom + 26, steps = when === "every step" ? STEPS : [when === "before" ? 0 : 1];
  const start = label("v", 14, rail + 5, {
    fill: IMAGE_COLOR,
    "font-weight": "bold",
    "font-size": 15,
  });
  const paths = steps.map((step) => {
    const { x, y } = at(layer, step), side = x - WIDE / 2 - 8;
    return imagePath(`M22 ${rail}H${side}V${y + 5}H${x - WIDE / 2 - 2}`);
  });
  const before = when === "before" ? node(layer, 0, at) + recurrence(layer, 0, at) : "";
  return start + before + paths.join("");
}

function imagePath(d: string): string {
  return element("path", { d, fill: "none", stroke: IMAGE_COLOR, "stroke-width": 2.6 });
}
