import { element } from "../svg.ts";
import type { Point } from "./geometry.ts";

/** The style of a line or an arrow. */
export interface Stroke {
  /** The colour; that of the figure's text by default. */
  color?: string;
  /** The width in pixels; 1.5 by default. */
  width?: number;
  opacity?: number;
  dashed?: boolean;
  /** True by default for arrows. */
  head?: boolean;
}

const [CORNER, TAPER] = [8, 0.42]; // pixels: radius of a bend; radians: half the angle of a head

/** Returns the style of a path that a gate lets through in part, from 0 (thin and pale) to 1. */
export function gated(value: number | undefined, stroke: Stroke = {}): Stroke {
  if (value === undefined) return stroke;
  return { ...stroke, width: 1 + 3.5 * value, opacity: 0.2 + 0.8 * value };
}

/** Draws straight lines with rounded bends through points, by default with an arrow head at the last one. */
export function polyline(points: readonly Point[], stroke: Stroke = {}): string {
  const end = withoutHead(points.at(-2)!, points.at(-1)!, stroke);
  const path = [...points.slice(0, -1), end];
  const bends = path.slice(1, -1).map((corner, n) => {
    const [before, after] = [path[n], path[n + 2]];
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    return `L${at(toward(corner, before, radius))}Q${at(corner)} ${
      at(toward(corner, after, radius))
    }`;
  });
  const d = `M${at(path[0])}${bends.join("")}L${at(end)}`;
  return drawn(d, points.at(-2)!, points.at(-1)!, stroke);
}

/** Draws a cubic curve, by default with an arrow head at its end. */
export function curve([start, c1, c2, tip]: readonly Point[], stroke: Stroke = {}): string {
  const d = `M${at(start)}C${at(c1)} ${at(c2)} ${at(withoutHead(c2, tip, stroke))}`;
  return drawn(d, c2, tip, stroke);
}

function drawn(d: string, before: Point, tip: Point, stroke: Stroke): string {
  const { color = "currentColor", width = 1.5, opacity = 1, dashed, head = true } = stroke;
  const line = element("path", {
    ...{ d, fill: "none", stroke: color, "stroke-width": width },
    ...(dashed ? { "stroke-dasharray": "4 3" } : {}),
  });
  const all = line + (head ? headAt(before, tip, color, width) : "");
  return opacity === 1 ? all : element("g", { opacity }, all);
}

function headLength(width: number): number {
  return 5.5 + 1.6 * width;
}

function headAt(before: Point, tip: Point, color: string, width: number): string {
  const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const length = headLength(width) / Math.cos(TAPER);
  const wing = (turn: number): Point => [
    tip[0] - length * Math.cos(angle + turn),
    tip[1] - length * Math.sin(angle + turn),
  ];
  const points = [tip, wing(TAPER), wing(-TAPER)].map(at).join(" ");
  return element("polygon", { points, fill: color });
}

/** Returns the end of the line below an arrow head. */
function withoutHead(before: Point, tip: Point, { head = true, width = 1.5 }: Stroke): Point {
  return head ? toward(tip, before, Math.min(headLength(width) - 1, distance(before, tip))) : tip;
}

function toward([x, y]: Point, to: Point, by: number): Point {
  const length = distance([x, y], to) || 1;
  return [x + (to[0] - x) * by / length, y + (to[1] - y) * by / length];
}

function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

function at([x, y]: Point): string {
  return `${Number(x.toFixed(2))},${Number(y.toFixed(2))}`;
}
