import type { Drawing } from "./drawing.ts";
import { port, type Shape } from "./geometry.ts";
import type { Stroke } from "./strokes.ts";

/** Draws an arrow from a box back to itself, the state that it passes on to the next time step. */
export function selfLoop(
  drawing: Drawing,
  box: Shape,
  side: "left" | "right",
  stroke: Stroke,
): void {
  const [from, to] = [port(box, side, 9), port(box, side, -9)], out = side === "left" ? -34 : 34;
  drawing.curve([from, [from[0] + out, from[1] + 16], [to[0] + out, to[1] - 16], to], stroke);
}
