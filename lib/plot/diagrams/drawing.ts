import { type Drawn, Figure, type FigureOptions } from "../figure.ts";
import { element } from "../svg.ts";
import {
  alongCurve,
  around,
  aroundPoints,
  borderPoint,
  type Extent,
  extentOf,
  type Point,
  type Shape,
} from "./geometry.ts";
import { FONT, type RichText, richText, richWidth, type TextStyle } from "./rich_text.ts";
import { curve, polyline, type Stroke } from "./strokes.ts";
import { type Thumbnail, thumbnailAt } from "./thumbnail.ts";

/** The style of a node: a box, a circle, or only its text. */
export interface NodeStyle extends TextStyle {
  /** The size in pixels; by default that of the text, but at least 34×30. */
  width?: number;
  height?: number;
  /** A box by default; an operation is a circle, and a variable has no outline. */
  kind?: "box" | "operation" | "variable";
  /** The colour of the outline and, paler, of the area; that of the figure's text by default. */
  tint?: string;
  dashed?: boolean;
}

/** A part of a drawing: it can be drawn anywhere. */
interface Mark {
  extent: Extent;
  svg: (dx: number, dy: number) => string;
}

/** The width in pixels of the widest diagram in which a phone's page, 360 pixels wide, shows no text smaller than 11. */
export const PHONE = 375;

const MARGIN = 8; // pixels around a drawing
const shifted = ([x, y]: Point, dx: number, dy: number): Point => [x + dx, y + dy];

/** A diagram under construction: it consists of nodes, arrows, texts and thumbnails at places in any range. */
export class Drawing {
  readonly #marks: Mark[] = [];

  /** Draws a node with its text in the middle, and returns its shape, from which arrows can leave. */
  node(text: RichText, [x, y]: Point, style: NodeStyle = {}): Shape {
    const { kind = "box", size = FONT } = style, isText = kind === "variable";
    const wide = Math.ceil(richWidth(text, style)) + (isText ? 4 : 12);
    const round = kind === "operation", least = isText ? 0 : round ? 22 : 34;
    const width = style.width ?? (round ? least : Math.max(wide, least));
    const height = style.height ?? (round ? width : isText ? size + 11 : 30);
    const shape = { x, y, width, height, round };
    if (!isText) this.#outline(shape, style);
    this.text(text, [x, y + size * 0.35], style);
    return shape;
  }

  #outline(shape: Shape, { tint = "currentColor", dashed }: NodeStyle): void {
    const { width, height, round } = shape;
    const paint = {
      ...{ fill: tint, "fill-opacity": tint === "currentColor" ? 0.05 : 0.16 },
      ...{ stroke: tint, "stroke-width": 1.5 },
      ...(dashed ? { "stroke-dasharray": "4 3" } : {}),
    };
    const svg = (dx: number, dy: number) => {
      const [x, y] = [shape.x + dx, shape.y + dy];
      if (round) return element("circle", { cx: x, cy: y, r: width / 2, ...paint });
      return element("rect", {
        ...{ x: x - width / 2, y: y - height / 2, width, height, rx: 6 },
        ...paint,
      });
    };
    this.mark(extentOf(shape), svg);
  }

  /** Draws a line of text whose baseline is at a place. */
  text(text: RichText, [x, y]: Point, style: TextStyle = {}): void {
    const { size = FONT, anchor = "middle" } = style, width = richWidth(text, style);
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    const extent = { left, right: left + width, top: y - size, bottom: y + size * 0.4 };
    this.mark(extent, (dx, dy) => richText(text, x + dx, y + dy, style));
  }

  /** Draws a picture in a square or rectangle of at most the given size, and returns its shape; `colorOf` is that of ink. */
  thumbnail(
    image: Thumbnail,
    [x, y]: Point,
    most: number | readonly [number, number],
    colorOf?: (ink: number) => string,
  ): Shape {
    const size = typeof most === "number" ? [most, most] as const : most;
    const { width, height, svg } = thumbnailAt(image, size, colorOf);
    const shape = { x, y, width, height };
    this.mark(extentOf(shape), (dx, dy) => svg(x - width / 2 + dx, y - height / 2 + dy));
    return shape;
  }

  /** Draws an arrow from a shape or a point to another, through points if there are any. */
  arrow(from: Shape | Point, to: Shape | Point, { via = [], ...stroke }: ArrowStyle = {}): void {
    const middle = (end: Shape | Point): Point => "x" in end ? [end.x, end.y] : end;
    const end = (one: Shape | Point, next: Point) => "x" in one ? borderPoint(one, next) : one;
    const start = end(from, via[0] ?? middle(to)), tip = end(to, via.at(-1) ?? middle(from));
    this.#stroke([start, ...via, tip], stroke, polyline);
  }

  /** Draws a line without an arrow head. */
  line(points: readonly Point[], stroke: Stroke = {}): void {
    this.#stroke(points, { ...stroke, head: false }, polyline);
  }

  /** Draws an arrow along a cubic curve, given by its ends and the two control points between them. */
  curve(points: readonly [Point, Point, Point, Point], stroke: Stroke = {}): void {
    this.#stroke(points, stroke, curve, alongCurve(points));
  }

  #stroke(points: readonly Point[], stroke: Stroke, draw: typeof polyline, along = points): void {
    const half = (stroke.width ?? 1.5) / 2, { left, top, right, bottom } = aroundPoints(along);
    const extent = {
      left: left - half,
      top: top - half,
      right: right + half,
      bottom: bottom + half,
    };
    this.mark(extent, (dx, dy) => draw(points.map((p) => shifted(p, dx, dy)), stroke));
  }

  /** Draws a point at which a line branches. */
  dot([x, y]: Point, fill = "currentColor"): void {
    const extent = aroundPoints([[x - 3, y - 3], [x + 3, y + 3]]);
    this.mark(extent, (dx, dy) => element("circle", { cx: x + dx, cy: y + dy, r: 3, fill }));
  }

  /** Draws a pale frame around a part of the diagram, from its upper left corner to its lower right one. */
  frame([left, top]: Point, [right, bottom]: Point, tint: string): void {
    const paint = { fill: tint, "fill-opacity": 0.05, stroke: tint, "stroke-opacity": 0.6, rx: 14 };
    this.mark(
      { left, top, right, bottom },
      (dx, dy) =>
        element("rect", {
          ...{ x: left + dx, y: top + dy, width: right - left, height: bottom - top },
          ...paint,
        }),
    );
  }

  /** Includes two points in the drawing's edges. */
  reserve(...points: Point[]): void {
    this.mark(aroundPoints(points), () => "");
  }

  /** Adds a part with its edges; `svg` draws it shifted. */
  mark(extent: Extent, svg: Mark["svg"]): void {
    this.#marks.push({ extent, svg });
  }

  /** Adds another drawing, with its upper left corner at a place. */
  add(other: Drawing, [x, y]: Point): void {
    const { left, top, right, bottom } = other.extent;
    const [dx, dy] = [x - left, y - top];
    this.mark(
      { left: x, top: y, right: right + dx, bottom: bottom + dy },
      (dx2, dy2) => other.#marks.map(({ svg }) => svg(dx + dx2, dy + dy2)).join(""),
    );
  }

  /** The edges of everything that is drawn. */
  get extent(): Extent {
    return around(this.#marks.map(({ extent }) => extent));
  }

  /** The height of everything that is drawn. */
  get height(): number {
    return this.extent.bottom - this.extent.top;
  }

  /** The drawing as SVG, with a margin. */
  get drawn(): Drawn {
    const { left, top, right, bottom } = this.extent;
    const svg = this.#marks.map(({ svg }) => svg(MARGIN - left, MARGIN - top));
    return {
      body: svg.join(""),
      width: Math.ceil(right - left + 2 * MARGIN),
      height: Math.ceil(bottom - top + 2 * MARGIN),
    };
  }
}

/** The style of an arrow, and the points at which it bends. */
export interface ArrowStyle extends Stroke {
  via?: readonly Point[];
}

/** Returns a drawing as a figure, with another arrangement for phones if there is one; `alt` describes it by default. */
export function diagram(
  { title, alt }: FigureOptions,
  parts: { drawing: Drawing; narrow?: Drawing; alt: string; data: unknown },
): Figure {
  const { drawing, narrow, data } = parts;
  const phone = narrow && { narrow: narrow.drawn };
  return new Figure({
    title,
    alt: alt ?? `${parts.alt}: ${title}`,
    data,
    ...drawing.drawn,
    ...phone,
  });
}
