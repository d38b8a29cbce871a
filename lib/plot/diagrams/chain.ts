import { largest } from "../../extent.ts";
import { IMAGE_COLOR } from "../image_grid.ts";
import { textColor } from "../colors.ts";
import { Drawing } from "./drawing.ts";
import { port, type Shape } from "./geometry.ts";
import { richWidth, SMALL } from "./rich_text.ts";
import { STATE_SIZE, stateBox } from "./state_box.ts";
import { isThumbnail, type Thumbnail } from "./thumbnail.ts";

/** The width of a diagram that fits on a phone, without its margin, in pixels. */
export const PHONE_WIDTH = 344;
const [NEAR, INPUT, OUTPUT, THUMB] = [76, 84, -76, 48]; // pixels: least distance of states; heights; side of a picture

/** The parts of a chain besides its states: inputs are drawn below the states, outputs and losses above. */
export interface ChainParts {
  /** The input at each time step: a word, or a picture. */
  inputs?: (string | Thumbnail)[];
  /** The output at each time step. */
  outputs?: string[];
  /** E_t at each time step, in nats. */
  losses?: number[];
  /** A picture whose features enter every time step through Wih, drawn with thick lines. */
  image?: Thumbnail;
}

/** Returns the distance from one state to the next in pixels, which leaves room for the words. */
export function pitchOf({ inputs = [], outputs = [], losses = [] }: ChainParts): number {
  const widthOf = (thing: string | Thumbnail) =>
    isThumbnail(thing) ? THUMB : richWidth({ plain: thing }, { bold: true });
  const numbers = losses.map((E, n) =>
    richWidth(`E_{${n + 1}} = ${E.toFixed(2)}`, { size: SMALL })
  );
  return Math.max(NEAR, 10 + largest([...[...inputs, ...outputs].map(widthOf), ...numbers, 0]));
}

/** Draws states h_from, h_{from+1}, … in a row, with the inputs, outputs and losses of all but the first. */
export function drawChain(states: Float64Array[], from: number, parts: ChainParts): Drawing {
  const drawing = new Drawing(), pitch = pitchOf(parts);
  const boxes = states.map((h, n) => {
    const opacity = n === 0 && from > 0 ? 0.4 : 1;
    const box = stateBox(drawing, h, [n * pitch, 0], { opacity });
    const style = { anchor: "end", size: SMALL } as const;
    if (n === 0) {
      drawing.text(`h_{${from}}`, [box.x + 8, STATE_SIZE.height / 2 + 18], {
        ...style,
        anchor: "middle",
      });
    } else drawing.text(`h_{${from + n}}`, [box.x - 5, STATE_SIZE.height / 2 + 18], style);
    return box;
  });
  for (const [n, box] of boxes.slice(1).entries()) {
    drawing.arrow(boxes[n], box);
    drawing.text("W_{hh}", [box.x - pitch / 2, -7], { size: SMALL });
    drawInput(drawing, box, from + n + 1, parts.inputs?.[from + n]);
    drawOutput(drawing, box, from + n + 1, parts);
  }
  if (parts.image) drawImage(drawing, boxes, parts.image);
  return drawing;
}

function drawInput(drawing: Drawing, box: Shape, t: number, input?: string | Thumbnail): void {
  const isPicture = input !== undefined && isThumbnail(input);
  const x = drawing.node(`x_{${t}}`, [box.x, INPUT], { kind: "variable" });
  drawing.arrow(x, box);
  drawing.text("W_{xh}", [box.x + 5, STATE_SIZE.height / 2 + 18], { size: SMALL, anchor: "start" });
  if (isPicture) drawing.thumbnail(input, [box.x, INPUT + 14 + THUMB / 2], THUMB);
  else if (input) drawing.text({ plain: input }, [box.x, INPUT + 25], { bold: true });
}

/** Draws ŷ_t and its word above a state, and E_t above them. */
function drawOutput(
  drawing: Drawing,
  box: Shape,
  t: number,
  { outputs, losses }: ChainParts,
): void {
  const output = outputs?.[t - 1], E = losses?.[t - 1].toFixed(2);
  let below = box;
  if (output !== undefined) {
    const y = drawing.node(`ŷ_{${t}}`, [box.x, OUTPUT], { kind: "variable" });
    drawing.arrow(box, y);
    const beside = [box.x + 5, -STATE_SIZE.height / 2 - 12] as const;
    drawing.text("W_{hy}", beside, { size: SMALL, anchor: "start" });
    drawing.text({ plain: output }, [box.x, OUTPUT - 16], { bold: true });
    below = { ...y, y: y.y - 14, height: y.height + 12 };
  }
  if (E === undefined) return;
  const top = drawing.node(`E_{${t}} = ${E}`, [box.x, below.y - below.height / 2 - 36], {
    ...{ kind: "variable", size: SMALL },
  });
  drawing.arrow(port(below, "top"), port(top, "bottom"));
}

/** Draws the image below the chain at the left, the CNN above it, and a line from its features into each h_t. */
function drawImage(drawing: Drawing, boxes: Shape[], image: Thumbnail): void {
  const color = IMAGE_COLOR, [{ x }] = boxes, pitch = boxes[1].x - x;
  const rail = drawing.extent.bottom + 24;
  const network = drawing.node("CNN", [x, rail], { tint: color });
  const picture = drawing.thumbnail(image, [x, rail + 64], 60);
  drawing.arrow(picture, network, { color, width: 2.5 });
  for (const box of boxes.slice(1)) {
    const riser = box.x - pitch / 2, end = port(box, "left", 18);
    const via = [[riser, rail], [riser, 18]] as const;
    drawing.arrow(port(network, "right"), end, { via, color, width: 2.5 });
  }
  const ink = { color: textColor(color), bold: true, size: SMALL, anchor: "start" } as const;
  drawing.text("W_{ih} v", [x + pitch / 2, rail + 18], ink);
}
