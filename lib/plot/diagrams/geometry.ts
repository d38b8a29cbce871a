/** A place in pixels, to the right and down. */
export type Point = readonly [x: number, y: number];

/** A rectangle, or with `round` a circle, by its centre. */
export interface Shape {
  x: number;
  y: number;
  width: number;
  height: number;
  round?: boolean;
}

export type Side = "left" | "right" | "top" | "bottom";

/** A rectangle by its edges. */
export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Returns the point of a shape's border on a side, `shift` pixels to the right of its middle, or below it. */
export function port(shape: Shape, side: Side, shift = 0): Point {
  const { x, y, width, height, round } = shape;
  const reach = (half: number) => round ? Math.sqrt(half ** 2 - shift ** 2) : half;
  if (side === "left") return [x - reach(width / 2), y + shift];
  if (side === "right") return [x + reach(width / 2), y + shift];
  if (side === "top") return [x + shift, y - reach(height / 2)];
  return [x + shift, y + reach(height / 2)];
}

/** Returns the point at which the line from a shape's centre to another point leaves the shape. */
export function borderPoint({ x, y, width, height, round }: Shape, [px, py]: Point): Point {
  const [dx, dy] = [px - x, py - y];
  const scale = round
    ? width / 2 / Math.hypot(dx, dy)
    : Math.min(width / 2 / Math.abs(dx), height / 2 / Math.abs(dy));
  return [x + dx * scale, y + dy * scale];
}

/** Returns the smallest rectangle around rectangles. */
export function around(extents: Extent[]): Extent {
  return extents.reduce((a, b) => ({
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }));
}

/** Returns the smallest rectangle around points. */
export function aroundPoints(points: readonly Point[]): Extent {
  return around(points.map(([x, y]) => ({ left: x, right: x, top: y, bottom: y })));
}

/** Returns the edges of a shape. */
export function extentOf({ x, y, width, height }: Shape): Extent {
  return {
    ...{ left: x - width / 2, right: x + width / 2 },
    ...{ top: y - height / 2, bottom: y + height / 2 },
  };
}

/** Returns points along a cubic curve, given by its ends and the control points between them. */
export function alongCurve([a, b, c, d]: readonly [Point, Point, Point, Point]): Point[] {
  return Array.from({ length: 21 }, (_, n) => {
    const u = n / 20, v = 1 - u;
    const at = (i: 0 | 1) =>
      v ** 3 * a[i] + 3 * v * v * u * b[i] + 3 * v * u * u * c[i] + u ** 3 * d[i];
    return [at(0), at(1)];
  });
}
