import { diverging } from "../colors.ts";
import { element, rect } from "../svg.ts";
import type { Drawing } from "./drawing.ts";
import { extentOf, type Point, type Shape } from "./geometry.ts";

/** The size of a state in pixels, unless another is given. */
export const STATE_SIZE = { width: 34, height: 56 };

/** Draws the entries of a state as colours from −1 (blue) to 1 (orange), the first one on top, and returns its shape. */
export function stateBox(
  drawing: Drawing,
  h: ArrayLike<number>,
  [x, y]: Point,
  { width = STATE_SIZE.width, height = STATE_SIZE.height, opacity = 1 } = {},
): Shape {
  const shape = { x, y, width, height }, size = height / h.length;
  drawing.mark(extentOf(shape), (dx, dy) => {
    const [left, top] = [x - width / 2 + dx, y - height / 2 + dy];
    const cells = Array.from(
      h,
      (value, i) => rect(left, top + i * size, width, size, diverging(value)),
    );
    const frame = { x: left, y: top, width, height, fill: "none", stroke: "currentColor" };
    return element("g", { opacity }, cells.join("") + element("rect", frame));
  });
  return shape;
}
