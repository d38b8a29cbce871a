import { escapeHtml } from "../notebook/html.ts";

/** One element of SVG with its attributes and content. */
export function element(
  name: string,
  attributes: Record<string, string | number>,
  content = "",
): string {
  const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${short(value)}"`).join(
    "",
  );
  return `<${name}${text}>${content}</${name}>`;
}

/** A filled rectangle without seams to its neighbours. */
export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return element("rect", { x, y, width, height, fill, "shape-rendering": "crispEdges" });
}

/** A line of text; attributes as in SVG. */
export function label(
  text: string,
  x: number,
  y: number,
  attributes: Record<string, string | number> = {},
): string {
  return element("text", { x, y, "text-anchor": "middle", ...attributes }, escapeHtml(text));
}

/** An arrow from one point to another, its head drawn at the end. */
export function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number) =>
    `${short(x2 - 7 * Math.cos(angle + turn))},${short(y2 - 7 * Math.sin(angle + turn))}`;
  const head = `${short(x2)},${short(y2)} ${wing(0.4)} ${wing(-0.4)}`;
  return element("line", { x1, y1, x2, y2, stroke: "currentColor", "stroke-width": 1.3 }) +
    element("polygon", { points: head });
}

function short(value: string | number): string {
  return typeof value === "number" ? String(Number(value.toFixed(2))) : value;
}
