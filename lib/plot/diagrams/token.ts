import type { Drawing } from "./drawing.ts";
import type { Point, Shape } from "./geometry.ts";
import { FONT, richWidth } from "./rich_text.ts";
import { isThumbnail, type Thumbnail } from "./thumbnail.ts";

const [PICTURE, TEXT] = [44, { size: FONT - 2, bold: true }];

/** Returns the width of a word or a picture in pixels. */
export function tokenWidth(thing: string | Thumbnail): number {
  return isThumbnail(thing) ? PICTURE : richWidth({ plain: thing }, TEXT) + 4;
}

/** Draws a word, or a picture, and returns its shape; the middle of a picture is lower, so that its top is near the place. */
export function drawToken(drawing: Drawing, thing: string | Thumbnail, [x, y]: Point): Shape {
  if (isThumbnail(thing)) return drawing.thumbnail(thing, [x, y - 14 + PICTURE / 2], PICTURE);
  return drawing.node({ plain: thing }, [x, y], { kind: "variable", ...TEXT });
}
