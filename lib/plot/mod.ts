/**
 * Pictures as values: each shows itself at the end of a cell, with axes, a title that says what to see, and a description.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { heatmap } from "@unrolled/rnn/plot";
 *
 * const picture = heatmap(Matrix.column([0.5, -0.25, 1]), { title: "Three weights" });
 * if (!picture.svg().startsWith("<svg")) throw new Error("It is no picture"); // ends a cell, and is seen
 * ```
 * @module
 */
export { Figure, FIGURE_DATA, type FigureParts } from "./figure.ts";
export { sideBySide } from "./side_by_side.ts";
export { type FrameOptions, Frames, frames } from "./frames.ts";
export { stripPlot, type StripPlotOptions, type TrainingRun } from "./strip_plot.ts";
export { type Interval, intervalChart, type IntervalOptions } from "./interval_chart.ts";
export { gateChart } from "./gate_chart.ts";
export {
  gradientFlow,
  type GradientFlowOptions,
  type GradientMagnitudes,
} from "./gradient_flow.ts";
export { cellColors } from "./colors.ts";
export type { ChartOptions } from "./axes.ts";
export { barChart, lineChart, type LineOptions, type ReferenceLine } from "./charts.ts";
export { plotFigure, type PlotFigureOptions } from "./plot_figure.ts";
export { heatmap, type HeatmapOptions, heatmaps } from "./heatmaps.ts";
export { pathMap, type PathMapOptions } from "./path_map.ts";
export { unrolledDiagram, type UnrolledDiagramOptions } from "./unrolled_diagram.ts";
export {
  type BoundingBox,
  type GridImage,
  imageGrid,
  type ImageGridOptions,
} from "./image_grid.ts";
export { beamTree, type BeamTreeOptions } from "./beam_tree.ts";
export { captionerLayouts } from "./captioner_layouts.ts";
export { captionerDiagrams, type CaptionerLayout } from "./captioner_diagrams.ts";
export { type FixationOptions, fixations, type Scanpath } from "./fixations.ts";
