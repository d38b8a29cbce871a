import * as Plot from "@observablehq/plot";
import { checkLengths } from "./checks.ts";
import { document, type Element } from "./dom.ts";
import { Figure } from "./figure.ts";

/** Options of Observable Plot with the figure's title, description and data. */
export type PlotFigureOptions = Plot.PlotOptions & { title: string; alt: string; data: unknown };

/**
 * Draws a chart by Observable Plot. A colour legend is drawn above it and needs `legend: "ramp"`: throws RangeError for a
 * legend of swatches, which is HTML and not part of the SVG, and for a size that is not finite and positive.
 */
export function plotFigure(options: PlotFigureOptions): Figure {
  const { title, alt, data, ...rest } = options;
  const [width, height] = [rest.width ?? 640, rest.height ?? 300];
  checkLengths({ width, height });
  const drawn = Plot.plot({ ...rest, width, height, document }) as unknown as Element;
  const [body, total] = drawn.localName === "figure" ? stacked(drawn) : [xml(drawn), height];
  return new Figure({ title, alt, data, width, height: total, body });
}

/** Joins a legend and the chart below it into one drawing, and returns its height too. */
function stacked(figure: Element): [string, number] {
  if (figure.querySelector("div")) {
    throw new RangeError(
      'Cannot draw a legend of swatches: use legend: "ramp" or label the marks',
    );
  }
  let top = 0;
  const parts = Array.from(figure.querySelectorAll(":scope > svg"), (svg, n) => {
    const left = n === 0 ? 12 : 0; // the first number of the legend exceeds it to the left
    const part = `<g transform="translate(${left},${top})">${xml(svg)}</g>`;
    top += Number(svg.getAttribute("height"));
    return part;
  });
  return [parts.join(""), top];
}

/** Serializes SVG as XML, because linkedom leaves & in attributes unescaped and writes &nbsp;, which XML doesn't know. */
function xml(svg: Element): string {
  return svg.outerHTML
    .replaceAll(/<style>[^]*?<\/style>/g, "")
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll(/&(?!(?:amp|lt|gt|quot|apos|#\w+);)/g, "&amp;");
}
