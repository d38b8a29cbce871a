import type { Figure } from "rnn/plot";
import { textWidth } from "../../../lib/plot/text_width.ts";

/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  name: string;
}

type Point = [x: number, y: number];

/** The parts of a figure below its title. */
export interface DrawnParts {
  width: number;
  height: number;
  texts: (Box & { size: number })[];
  /** Boxes, circles, and pictures. */
  shapes: Box[];
  /** The tips of the arrow heads. */
  tips: Point[];
  /** Points along the lines, and the corners of the arrow heads. */
  points: Point[];
}

/** Reads the parts of a figure from its SVG, the widths of texts from their letters. */
export function drawnParts(figure: Figure): DrawnParts {
  const { body, width, height } = figure.parts;
  const all = (pattern: RegExp) => [...body.matchAll(pattern)];
  const polygons = all(/<polygon points="([^"]+)"/g).map(([, points]) => pairs(points));
  return {
    ...{ width, height },
    texts: all(/<text ([^>]*)>(.*?)<\/text>/g).map(([, attributes, content]) =>
      textBox(attributes, content)
    ),
    shapes: [
      ...all(/<(?:rect|image) ([^>]*)>/g).map(([, attributes]) => rectBox(attributes)),
      ...all(/<circle ([^>]*)>/g).map(([, attributes]) => circleBox(attributes)),
    ],
    tips: polygons.map(([tip]) => tip),
    points: [...polygons.flat(), ...all(/<path d="([^"]+)"/g).flatMap(([, d]) => alongPath(d))],
  };
}

/** Points along a path of straight lines and curves, at most a few pixels from each other. */
function alongPath(d: string): Point[] {
  const parts = [...d.matchAll(/[MLQC]([^MLQC]+)/g)].map(([, numbers]) => pairs(numbers));
  return parts.slice(1).flatMap((to, n) => {
    const corners = [parts[n].at(-1)!, ...to], count = 40;
    return Array.from({ length: count + 1 }, (_, i) => pointOn(corners, i / count));
  });
}

/** The point of a Bézier curve of any degree, by de Casteljau's algorithm. */
function pointOn(corners: Point[], u: number): Point {
  if (corners.length === 1) return corners[0];
  const between = corners.slice(1).map(([x, y], n): Point => [
    corners[n][0] + u * (x - corners[n][0]),
    corners[n][1] + u * (y - corners[n][1]),
  ]);
  return pointOn(between, u);
}

function pairs(text: string): Point[] {
  return [...text.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [+x, +y]);
}

function textBox(attributes: string, content: string): Box & { size: number } {
  const [x, y, size] = ["x", "y", "font-size"].map((name) => number(attributes, name));
  const bold = attributes.includes('font-weight="bold"');
  const sizes = [...content.matchAll(/font-size="([\d.]+)"/g)].map(([, small]) => +small);
  const name = content.replaceAll(/<[^>]+>/g, ""), width = widthOf(content, size, bold);
  const anchor = attributes.match(/text-anchor="(\w+)"/)?.[1];
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return {
    ...{ left, right: left + width, top: y - 0.72 * size, bottom: y + 0.1 * size },
    ...{ name, size: sizes.reduce((a, b) => Math.min(a, b), size) },
  };
}

/** The width of a text whose sub- and superscripts are smaller. */
function widthOf(content: string, size: number, bold: boolean): number {
  const plain = (text: string) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const small = [...content.matchAll(/<tspan[^>]*font-size="([\d.]+)"[^>]*>([^<]*)<\/tspan>/g)];
  const rest = small.reduce((text, [span]) => text.replace(span, ""), content)
    .replaceAll(/<[^>]+>/g, "");
  return small.reduce(
    (sum, [, size, text]) => sum + textWidth(plain(text), +size, bold),
    textWidth(plain(rest), size, bold),
  );
}

function rectBox(attributes: string): Box {
  const [left, top, width, height] = ["x", "y", "width", "height"].map((name) =>
    number(attributes, name)
  );
  return { left, top, right: left + width, bottom: top + height, name: "box" };
}

function circleBox(attributes: string): Box {
  const [x, y, r] = ["cx", "cy", "r"].map((name) => number(attributes, name));
  return { left: x - r, top: y - r, right: x + r, bottom: y + r, name: r > 4 ? "circle" : "dot" };
}

function number(attributes: string, name: string): number {
  return Number(attributes.match(new RegExp(`(?:^| )${name}="(-?[\\d.]+)"`))?.[1]);
}

/** The pairs of texts that overlap, by more than two pixels. */
export function overlaps({ texts }: DrawnParts): string[] {
  const isOver = (a: Box, b: Box) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  return texts.flatMap((a, n) =>
    texts.slice(n + 1).filter((b) => isOver(a, b)).map((b) => `${a.name} | ${b.name}`)
  );
}

/** The texts that a line crosses; their boxes are 15% narrower here, because the widths are upper bounds. */
export function crossed({ texts, points }: DrawnParts): string[] {
  return texts.filter(({ left, right, top, bottom }) => {
    const slack = 0.075 * (right - left) + 0.5;
    return points.some(([x, y]) =>
      x > left + slack && x < right - slack && y > top + 0.5 && y < bottom - 0.5
    );
  }).map(({ name }) => name);
}

/** The tips of arrows that neither touch the border of a shape nor are next to a text. */
export function looseTips({ tips, shapes, texts }: DrawnParts): string[] {
  const outside = ([x, y]: Point, { left, top, right, bottom }: Box) =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  const inside = ([x, y]: Point, { left, top, right, bottom }: Box) =>
    Math.min(x - left, right - x, y - top, bottom - y);
  const touches = (tip: Point) =>
    shapes.some((box) => outside(tip, box) < 1.5 && inside(tip, box) < 1.5 && box.name !== "dot") ||
    texts.some((box) => outside(tip, box) < 11 && inside(tip, box) < 1);
  return tips.filter((tip) => !touches(tip)).map(String);
}

/** The names of parts outside of the picture. */
export function outside({ width, height, texts, shapes, points }: DrawnParts): string[] {
  const boxes = [
    ...texts,
    ...shapes,
    ...points.map(([x, y]) => ({ left: x, right: x, top: y, bottom: y, name: `${x},${y}` })),
  ];
  return boxes.filter(({ left, top, right, bottom }) =>
    !(left > -0.5 && top > -0.5 && right < width + 0.5 && bottom < height + 0.5)
  ).map(({ name }) => name);
}
