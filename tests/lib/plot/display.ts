import type { Figure, Frames, Slider } from "rnn/plot";

export type Bundle = Record<string, string>;

/** The mime bundle that a notebook shows. */
export function display(shown: Figure | Frames | Slider): Promise<Bundle> {
  return (shown as unknown as Record<symbol, () => Promise<Bundle>>)
    [Symbol.for("Jupyter.display")]();
}

/** The mime bundle that a committed notebook stores. */
export async function committed(shown: Figure | Frames | Slider): Promise<Bundle> {
  return await shown.mimeBundle("committed") as Bundle;
}

/** The number of times that an SVG contains a text. */
export function count(svg: string, text: string): number {
  return svg.split(text).length - 1;
}
