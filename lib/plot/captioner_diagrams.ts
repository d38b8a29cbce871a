import { checkCounts } from "./checks.ts";
import type { CaptionerLayout } from "./diagrams/captioner_layout.ts";
import { captionerPanel } from "./diagrams/captioner_panel.ts";
import { diagram, Drawing, PHONE } from "./diagrams/drawing.ts";
import type { Thumbnail } from "./diagrams/thumbnail.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { largest } from "../extent.ts";

/** Options of the diagrams of captioners. */
export interface CaptionerDiagramOptions extends FigureOptions {
  /** The number of captioners in a row; 3 by default, and 1 on a phone. */
  columns?: number;
  /** The image that the CNN reads; a blank one by default. */
  picture?: Thumbnail;
}

const [GAP, BETWEEN] = [30, 34]; // pixels

/**
 * Draws captioners side by side, unrolled over three time steps, with thick lines from the image through the CNN to the
 * layers that its features v enter; an LSTM passes on both c and h. Throws RangeError if there are none, a layer is unknown,
 * or `columns` isn't a positive integer.
 */
export function captionerDiagrams(
  layouts: CaptionerLayout[],
  { columns = 3, picture, ...options }: CaptionerDiagramOptions,
): Figure {
  if (layouts.length === 0) throw new RangeError("Cannot draw captioners: there are none");
  checkCounts({ columns });
  const highest = largest(layouts.map(({ layers }) => layers.length));
  const panels = layouts.map((layout) => captionerPanel(layout, highest, picture));
  const onPhone = () =>
    layouts.map((layout) => captionerPanel(layout, layout.layers.length, picture));
  const entries = layouts.map(({ name, image }) => `${name}: into ${image.layer}, ${image.at}`);
  const drawing = grid(panels, columns), isWide = drawing.drawn.width > PHONE;
  return diagram(options, {
    ...{ drawing, narrow: isWide ? grid(onPhone(), 1) : undefined, data: layouts },
    alt: `${layouts.length} captioners unrolled over three steps; the image enters: ${
      entries.join("; ")
    }`,
  });
}

/** Places drawings in rows; those of a row end at the same height. */
function grid(panels: Drawing[], columns: number): Drawing {
  const drawing = new Drawing();
  const widthOf = (column: number) =>
    largest(
      panels.filter((_, n) => n % columns === column).map(({ extent }) =>
        extent.right - extent.left
      ),
    );
  const lefts = [0];
  for (let column = 0; column < columns; column++) {
    lefts.push(lefts[column] + widthOf(column) + GAP);
  }
  let top = 0;
  for (let n = 0; n < panels.length; n += columns) {
    const row = panels.slice(n, n + columns), height = largest(row.map(({ height }) => height));
    row.forEach((panel, column) =>
      drawing.add(panel, [lefts[column], top + height - panel.height])
    );
    top += height + BETWEEN;
  }
  return drawing;
}
