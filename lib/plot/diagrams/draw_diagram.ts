import { cellColors, diverging } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { greyLevel, IMAGE_COLOR } from "../image_grid.ts";
import type { Matrix } from "../../matrix.ts";
import { diagram, Drawing } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { selfLoop } from "./self_loop.ts";

/** Options of the diagram of DRAW. Its pictures are n²×1, ink from 0 (white) to 1 (black). */
export interface DrawDiagramOptions extends FigureOptions {
  /** x, the image that is painted. */
  image: Matrix;
  /** σ(c_{t−1}), the canvas before the time step. */
  before: Matrix;
  /** σ(c_t), the canvas after it. */
  after: Matrix;
}

const TINT = cellColors.LSTM, PICTURE = 50;
const [BOTTOM, ACCESS, STATES, LATENT] = [0, -92, -160, -228]; // the heights of the rows, in pixels
const [IMAGE, ERROR, READ, MIDDLE, CANVAS] = [0, 66, 33, 140, 236]; // the columns

/**
 * Draws a time step of DRAW (Gregor et al. 2015, equations 3 to 8): the error x̂_t = x − σ(c_{t−1}) is computed and read with
 * x, the encoder gives the distribution q(z_t), a sample z_t goes through the decoder, and what is written is added to the
 * canvas. Throws RangeError for pictures that are not n²×1 or differ in size.
 */
export function drawDiagram({ image, before, after, ...options }: DrawDiagramOptions): Figure {
  for (const [name, { shape }] of Object.entries({ before, after })) {
    if (shape === image.shape) continue;
    throw new RangeError(
      `Cannot draw DRAW: ${name} must be ${image.shape} like the image, got ${shape}`,
    );
  }
  const drawing = new Drawing();
  const pictures = drawPictures(drawing, { image, before, after });
  const boxes = drawNetworks(drawing);
  drawLinks(drawing, pictures, boxes);
  const style = { anchor: "start", size: 13 } as const, top = BOTTOM + PICTURE / 2 + 48;
  drawing.text("x̂_t = x − σ(c_{t−1})", [-25, top], style);
  drawing.text("z_t ∼ q(z_t) = N(μ_t, σ_t^2)", [-25, top + 22], style);
  drawing.text("c_t = c_{t−1} + write(h_t^{dec})", [-25, top + 44], style);
  const alt =
    "A time step of DRAW: the image x and the error x − σ(c_(t−1)) are read, the encoder LSTM gives q(z_t), a sample " +
    "z_t enters the decoder LSTM, and what it writes is added to the canvas; the decoder's last state guides reading and encoding";
  return diagram(options, { drawing, alt, data: { pixels: image.rows } });
}

/** Draws the image, the error, and the canvas before and after, each with its name below it. */
function drawPictures(
  drawing: Drawing,
  { image, before, after }: Record<"image" | "before" | "after", Matrix>,
) {
  const picture = (pixels: Matrix, name: string, x: number, colorOf: (ink: number) => string) => {
    drawing.text(name, [x, BOTTOM + PICTURE / 2 + 18], { size: 13 });
    return drawing.thumbnail(pixels, [x, BOTTOM], PICTURE, colorOf);
  };
  return {
    image: picture(image, "x", IMAGE, greyLevel),
    error: picture(image.subtract(before), "x̂_t", ERROR, diverging),
    before: picture(before, "σ(c_{t−1})", MIDDLE, greyLevel),
    after: picture(after, "σ(c_t)", CANVAS, greyLevel),
  };
}

/** Draws the operations, the LSTMs and the latent variable. */
function drawNetworks(drawing: Drawing) {
  const box = (text: string, at: Point, tint?: string) =>
    drawing.node(text, at, { size: 13, tint, width: 100 });
  return {
    read: box("read", [READ, ACCESS], IMAGE_COLOR),
    encoder: box("encoder LSTM", [READ, STATES], TINT),
    q: box("q(z_t): μ_t, σ_t", [READ, LATENT]),
    z: drawing.node("z_t", [MIDDLE, LATENT], { kind: "operation", width: 34 }),
    decoder: box("decoder LSTM", [CANVAS, LATENT], TINT),
    write: box("write", [CANVAS, STATES], IMAGE_COLOR),
    add: drawing.node("+", [CANVAS, ACCESS], { kind: "operation" }),
    guide: drawing.node("h_{t−1}^{dec}", [MIDDLE, STATES], { kind: "variable" }),
  };
}

function drawLinks(
  drawing: Drawing,
  { image, error, before, after }: Record<"image" | "error" | "before" | "after", Shape>,
  { read, encoder, q, z, decoder, write, add, guide }: ReturnType<typeof drawNetworks>,
): void {
  const color = IMAGE_COLOR, thick = { color, width: 2.5 };
  drawing.arrow(image, error, thick);
  drawing.arrow(before, error, thick);
  drawing.arrow(port(image, "top"), port(read, "bottom", IMAGE - READ), thick);
  drawing.arrow(port(error, "top"), port(read, "bottom", ERROR - READ), thick);
  const chain: Shape[] = [read, encoder, q, z, decoder, write];
  chain.slice(1).forEach((to, n) => drawing.arrow(chain[n], to));
  drawing.arrow(write, add, thick);
  drawing.arrow(add, after, thick);
  drawing.arrow(port(before, "top"), port(add, "left"), { ...thick, via: [[MIDDLE, ACCESS]] });
  drawing.arrow(guide, encoder, { dashed: true });
  const turn = MIDDLE - 45;
  drawing.arrow([turn, STATES], port(read, "right"), { via: [[turn, ACCESS]], dashed: true });
  drawing.dot([turn, STATES]);
  selfLoop(drawing, encoder, "left", { color: TINT, width: 2.5 });
  selfLoop(drawing, decoder, "right", { color: TINT, width: 2.5 });
}
