import { largest } from "../extent.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { label, START } from "./svg.ts";

const [HEAD, GAP] = [26, 10];

/** Joins figures side by side into one, each under its own title. Throws RangeError if there are none. */
export function sideBySide(
  figures: Figure[],
  { title, alt }: FigureOptions,
): Figure {
  if (figures.length === 0) {
    throw new RangeError("Cannot place figures side by side: there are none");
  }
  let left = 0;
  const parts = figures.map(({ parts }) => {
    const head = label(parts.title, 8, 16, { ...START, "font-weight": "bold" });
    const body = `<g transform="translate(0,${HEAD})">${parts.body}</g>`;
    const part = `<g transform="translate(${left},0)">${head}${body}</g>`;
    left += parts.width + GAP;
    return part;
  });
  const height = HEAD + largest(figures.map(({ parts }) => parts.height));
  return new Figure({
    title,
    body: parts.join(""),
    width: left - GAP,
    height,
    alt: alt ?? figures.map((figure) => figure.alt).join(" | "),
    data: figures.map((figure) => figure.data),
  });
}
