import { Figure } from "./figure.ts";
import { IMAGE_COLOR } from "./image_grid.ts";
import { arrow, element, label } from "./svg.ts";

/** How one captioner is drawn, and where its image enters. */
export interface CaptionerLayout {
  name: string;
  /** The layers between the word x and the next word y, from below; those in `recurrent` pass something on to the next step. */
  layers: string[];
  recurrent: string[];
  /** What feeds what at one step: pairs of layers, x and y. */
  edges: [from: string, to: string][];
  /** The layer that the image enters, and when; before the first word, it enters a step of its own. */
  image: { layer: string; at: "every step" | "first step" | "before" };
  /** The layer that draws the image again, where there is one. */
  redraws?: string;
}

const STEPS = [1, 2, 3];
const [LEFT, COLUMN, LEVEL, PANEL] = [58, 62, 44, 278]; // pixels: to the first step, from step to step, from layer to layer, a panel
const [WIDE, HIGH] = [34, 22]; // of a box

/**
 * Captioners side by side, three steps of each, with the way of the image v drawn thick. Throws RangeError for none, and for
 * a name that is no layer.
 */
export function captionerDiagrams(
  routes: CaptionerLayout[],
  { title, columns = 3, alt }: { title: string; columns?: number; alt?: string },
): Figure {
  if (routes.length === 0) throw new RangeError("Cannot draw no captioners");
  const height = 92 + LEVEL * (1 + Math.max(...routes.map(({ layers }) => layers.length)));
  const parts = routes.map((route, n) => {
    const [x, y] = [n % columns * PANEL, Math.floor(n / columns) * height];
    return `<g transform="translate(${x},${y})">${panel(route, height)}</g>`;
  });
  const said = routes.map(({ name, image }) => `${name}: into ${image.layer}, ${image.at}`);
  return new Figure({
    title,
    body: parts.join(""),
    width: Math.min(columns, routes.length) * PANEL,
    height: Math.ceil(routes.length / columns) * height,
    alt: alt ??
      `${routes.length} captioners unrolled over three steps; the image enters: ${said.join("; ")}`,
    data: routes,
  });
}

type Place = (name: string, step: number) => { x: number; y: number };

function panel(route: CaptionerLayout, height: number): string {
  const { name, layers, recurrent, edges, image, redraws } = route;
  const levels = ["x", ...layers, "y"], bottom = height - 50;
  const at: Place = (layer, step) => {
    if (!levels.includes(layer)) {
      throw new RangeError(`Cannot find ${layer} in ${levels.join(", ")}`);
    }
    return { x: LEFT + step * COLUMN, y: bottom - LEVEL * levels.indexOf(layer) };
  };
  const steps = STEPS.flatMap((step) => [
    ...levels.map((layer) => node(layer, step, at)),
    ...edges.map(([from, to]) => {
      const far = levels.indexOf(to) - levels.indexOf(from) > 1;
      return edge(at(from, step), at(to, step), far);
    }),
    ...recurrent.filter(() => step < STEPS.length).map((layer) => sideways(layer, step, at)),
    ...(redraws ? [redrawn(at(redraws, step))] : []),
  ]);
  const head = label(name, 8, 16, { "text-anchor": "start", "font-weight": "bold" });
  return head + steps.join("") + imageWay(image, at, bottom);
}

function node(layer: string, step: number, at: Place): string {
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

function sideways(layer: string, step: number, at: Place): string {
  const { x, y } = at(layer, step);
  return arrow(x + WIDE / 2 + 1, y, x + COLUMN - WIDE / 2 - 1, y);
}

function redrawn({ x, y }: { x: number; y: number }): string {
  return arrow(x - 8, y - HIGH / 2 - 1, x - 14, y - HIGH / 2 - 9) +
    label("ṽ", x - 22, y - HIGH / 2 - 9, { fill: IMAGE_COLOR, "font-weight": "bold" });
}

/** From v along the bottom and up to every layer that it enters. */
function imageWay(
  { layer, at: when }: CaptionerLayout["image"],
  at: Place,
  bottom: number,
): string {
  const rail = bottom + 26, steps = when === "every step" ? STEPS : [when === "before" ? 0 : 1];
  const start = label("v", 14, rail + 5, {
    fill: IMAGE_COLOR,
    "font-weight": "bold",
    "font-size": 15,
  });
  const ways = steps.map((step) => {
    const { x, y } = at(layer, step), side = x - WIDE / 2 - 8;
    return way(`M22 ${rail}H${side}V${y + 5}H${x - WIDE / 2 - 2}`);
  });
  const before = when === "before" ? node(layer, 0, at) + sideways(layer, 0, at) : "";
  return start + before + ways.join("");
}

function way(d: string): string {
  return element("path", { d, fill: "none", stroke: IMAGE_COLOR, "stroke-width": 2.6 });
}
