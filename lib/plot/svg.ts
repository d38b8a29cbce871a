import { escapeHtml } from "../notebook/html.ts";

/** Attributes of text that begins, or ends, at its x. */
export const START = { "text-anchor": "start" }, END = { "text-anchor": "end" };

/** Returns an SVG element; `content` is SVG, and numbers are rounded to two decimals. */
export function element(
  name: string,
  attributes: Record<string, string | number>,
  content = "",
): string {
  const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${twoDecimals(value)}"`)
    .join(
      "",
    );
  return `<${name}${text}>${content}</${name}>`;
}

/** Returns a filled rectangle without seams to adjacent ones, with a title that a pointer brings up if there is one. */
export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  title?: string,
): string {
  const content = title === undefined ? "" : element("title", {}, escapeHtml(title));
  return element("rect", { x, y, width, height, fill, "shape-rendering": "crispEdges" }, content);
}

/** Returns a line of text, centred at x unless the attributes say otherwise. */
export function label(
  text: string,
  x: number,
  y: number,
  attributes: Record<string, string | number> = {},
): string {
  return element("text", { x, y, "text-anchor": "middle", ...attributes }, escapeHtml(text));
}

/** Returns a vertical colour bar that begins at (x, y): one cell of width×height pixels for each colour, from the top. */
export function colorBar(
  x: number,
  y: number,
  [width, height]: [number, number],
  colors: string[],
): string {
  return colors.map((color, n) => rect(x, y + n * height, width, height, color)).join("");
}

/** Returns an arrow from (x1, y1) to (x2, y2). */
export function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number) =>
    `${twoDecimals(x2 - 7 * Math.cos(angle + turn))},${
      twoDecimals(y2 - 7 * Math.sin(angle + turn))
    }`;
  const head = `${twoDecimals(x2)},${twoDecimals(y2)} ${wing(0.4)} ${wing(-0.4)}`;
  return element("line", { x1, y1, x2, y2, stroke: "currentColor", "stroke-width": 1.3 }) +
    element("polygon", { points: head });
}

function twoDecimals(value: string | number): string {
  return typeof value === "number" ? String(Number(value.toFixed(2))) : value;
}
