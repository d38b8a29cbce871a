/**
 * Pictures as values: each shows itself at the end of a cell, with axes, a title that says what to see, and a description.
 * @module
 */
export { Figure, FIGURE_DATA } from "./figure.ts";
export { beside } from "./beside.ts";
export { type FrameOptions, Frames, frames } from "./frames.ts";
export { type Seed, seedChart, type SeedOptions } from "./dots.ts";
export { intervalChart, type Measured } from "./intervals.ts";
export { gateChart } from "./gates.ts";
export { type Flow, flow, type FlowOptions } from "./flow.ts";
export { colors } from "./colors.ts";
export type { ChartOptions } from "./axes.ts";
export { barChart, lineChart, type LineOptions, type Reference } from "./charts.ts";
export { type FreeChart, plot } from "./plot.ts";
export { type MatrixOptions, matrixPicture, matrixPictures } from "./matrices.ts";
export { type MapOptions, pathMap } from "./path_map.ts";
export { type DiagramOptions, unrolledDiagram } from "./unrolled.ts";
export { type Box, type Picture, pictures, type PicturesOptions } from "./pictures.ts";
export { beamTree, type BeamTreeOptions } from "./beam_tree.ts";
export { captionerRoutes } from "./captioner_routes.ts";
export { type ImageRoute, imageRoutes } from "./image_routes.ts";
