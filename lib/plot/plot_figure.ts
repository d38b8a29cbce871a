import * as Plot from "@observablehq/plot";
import { document, type Element } from "./dom.ts";
import { Figure } from "./figure.ts";

/** What a free chart needs beside Plot's own options: the figure's title, description and data. */
export type PlotFigureOptions = Plot.PlotOptions & { title: string; alt: string; data: unknown };

/**
 * A free chart of Observable Plot as a figure. A colour legend stands above the chart and needs `legend: "ramp"`;
 * throws RangeError for a legend of swatches, which is HTML and not part of a picture.
 */
export function plotFigure(options: PlotFigureOptions): Figure {
  const { title, alt, data, ...rest } = options;
  const [width, height] = [rest.width ?? 640, rest.height ?? 300];
  const drawn = Plot.plot({ ...rest, width, height, document }) as unknown as Element;
  const [body, total] = drawn.localName === "figure" ? stacked(drawn) : [xml(drawn), height];
  return new Figure({ title, alt, data, width, height: total, body });
}

/** A legend above its chart as one drawing, and its height. */
function stacked(figure: Element): [string, number] {
  if (figure.querySelector("div")) {
    throw new RangeError(
      'Cannot draw a legend of swatches: use legend: "ramp", or label the marks',
    );
  }
  let top = 0;
  const parts = Array.from(figure.querySelectorAll(":scope > svg"), (svg, n) => {
    const left = n === 0 ? 12 : 0; // the legend's first number stands half outside
    const part = `<g transform="translate(${left},${top})">${xml(svg)}</g>`;
    top += Number(svg.getAttribute("height"));
    return part;
  });
  return [parts.join(""), top];
}

/** The SVG as XML: linkedom leaves a bare & in attributes and writes the space that HTML alone has a name for. */
function xml(svg: Element): string {
  return svg.outerHTML
    .replaceAll(/<style>[^]*?<\/style>/g, "")
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll(/&(?!(?:amp|lt|gt|quot|apos|#\w+);)/g, "&amp;");
}
