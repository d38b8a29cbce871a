import { Figure } from "./figure.ts";
import { label } from "./svg.ts";

const [HEAD, GAP] = [26, 10];

/** Figures side by side as one, each under its own title. Throws RangeError for none. */
export function sideBySide(
  figures: Figure[],
  { title, alt }: { title: string; alt?: string },
): Figure {
  if (figures.length === 0) throw new RangeError("Cannot place no figures side by side");
  let left = 0;
  const parts = figures.map(({ parts }) => {
    const head = label(parts.title, 8, 16, { "text-anchor": "start", "font-weight": "bold" });
    const body = `<g transform="translate(0,${HEAD})">${parts.body}</g>`;
    const part = `<g transform="translate(${left},0)">${head}${body}</g>`;
    left += parts.width + GAP;
    return part;
  });
  const height = HEAD + Math.max(...figures.map(({ parts }) => parts.height));
  return new Figure({
    title,
    body: parts.join(""),
    width: left - GAP,
    height,
    alt: alt ?? figures.map((figure) => figure.alt).join(" | "),
    data: figures.map((figure) => figure.data),
  });
}
