/**
 * Pictures as values: each shows itself at the end of a cell, with axes, a title that says what to see, and a description.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { matrixPicture } from "@unrolled/rnn/plot";
 *
 * const picture = matrixPicture(Matrix.column([0.5, -0.25, 1]), { title: "Three weights" });
 * if (!picture.svg().startsWith("<svg")) throw new Error("It is no picture"); // ends a cell, and is seen
 * ```
 * @module
 */
export { Figure, FIGURE_DATA, type FigureParts } from "./figure.ts";
export { sideBySide } from "./beside.ts";
export { type FrameOptions, Frames, frames } from "./frames.ts";
export { type Seed, seedChart, type SeedOptions } from "./dots.ts";
export { type Interval, intervalChart, type IntervalOptions } from "./intervals.ts";
export { gateChart } from "./gates.ts";
export { type GradientFlow, gradientFlow, type GradientFlowOptions } from "./flow.ts";
export { colors } from "./colors.ts";
export type { ChartOptions } from "./axes.ts";
export { barChart, lineChart, type LineOptions, type Reference } from "./charts.ts";
export { type FreeChart, plot } from "./plot.ts";
export { heatmap, heatmaps, type MatrixOptions } from "./matrices.ts";
export { type MapOptions, pathMap } from "./path_map.ts";
export { type DiagramOptions, unrolledDiagram } from "./unrolled.ts";
export { type Box, imageGrid, type ImageGridOptions, type Picture } from "./pictures.ts";
export { beamTree, type BeamTreeOptions } from "./beam_tree.ts";
export { captionerRoutes } from "./captioner_routes.ts";
export { type ImageRoute, imageRoutes } from "./image_routes.ts";
export { type Fixation, type FixationOptions, fixations } from "./fixations.ts";
