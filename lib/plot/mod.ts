/**
 * Figures that a notebook displays if they are the last expression of a cell, each with a title and a description.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { heatmap } from "@unrolled/rnn/plot";
 *
 * const figure = heatmap(Matrix.column([0.5, -0.25, 1]), { title: "Three weights" }); // displayed at the end of a cell
 * if (!figure.svg().startsWith("<svg")) throw new Error("The figure is not an SVG");
 * ```
 * @module
 */
export type { ChartOptions } from "./axes.ts";
export { barChart, lineChart, type LineOptions, type ReferenceLine } from "./charts.ts";
export { plotFigure, type PlotFigureOptions } from "./plot_figure.ts";
export { type Interval, intervalChart, type IntervalOptions } from "./interval_chart.ts";
export { stripPlot, type StripPlotOptions, type TrainingRun } from "./strip_plot.ts";
export type { GroupedPoint } from "./groups.ts";
export { heatmap, type HeatmapOptions, heatmaps } from "./heatmaps.ts";
export { pathDiagram, type PathDiagramOptions } from "./path_diagram.ts";
export { pathMap, type PathMapOptions } from "./path_map.ts";
export { gateChart } from "./gate_chart.ts";
export {
  gradientFlow,
  type GradientFlowOptions,
  type GradientMagnitudes,
} from "./gradient_flow.ts";
export { unrolledDiagram, type UnrolledDiagramOptions } from "./unrolled_diagram.ts";
export {
  type BoundingBox,
  type GridImage,
  imageGrid,
  type ImageGridOptions,
} from "./image_grid.ts";
export { type GridPicture, pictureGrid, type PictureGridOptions } from "./picture_grid.ts";
export {
  type PictureFunction,
  type PictureInput,
  pictureInput,
  type PictureInputOptions,
} from "./picture_input.ts";
export { type FixationOptions, fixations, type Scanpath } from "./fixations.ts";
export { beamTree } from "./beam_tree.ts";
export { type CaptionerDiagramOptions, captionerDiagrams } from "./captioner_diagrams.ts";
export type { CaptionerLayout } from "./diagrams/captioner_layout.ts";
export { attendLayout, captionerLayouts } from "./captioner_layouts.ts";
export { foldedLoop, type FoldedLoopOptions } from "./diagrams/folded_loop.ts";
export {
  fiveShapes,
  type FiveShapesOptions,
  type ShapeExample,
  type ShapeName,
} from "./diagrams/five_shapes.ts";
export { memoryCell } from "./diagrams/memory_cell.ts";
export { lstmCell, type LSTMDiagramOptions } from "./diagrams/lstm_cell.ts";
export { lstmChain, type LSTMChainOptions } from "./diagrams/lstm_chain.ts";
export { gruCell, type GRUDiagramOptions } from "./diagrams/gru_cell.ts";
export { bpttDiagram, type GradientPathsOptions, pathsDiagram } from "./diagrams/gradient_paths.ts";
export { encoderDecoderDiagram, type EncoderDecoderOptions } from "./diagrams/encoder_decoder.ts";
export { attentionDiagram, type AttentionDiagramOptions } from "./diagrams/attention.ts";
export { glimpseDiagram, type GlimpseDiagramOptions } from "./diagrams/glimpse_diagram.ts";
export { drawDiagram, type DrawDiagramOptions } from "./diagrams/draw_diagram.ts";
export type { AttentionWords } from "./diagrams/attention_column.ts";
export type { ChainParts } from "./diagrams/chain.ts";
export type { Thumbnail } from "./diagrams/thumbnail.ts";
export { cellColors } from "./colors.ts";
export { sideBySide } from "./side_by_side.ts";
export { type FrameOptions, type Frames, frames } from "./frames.ts";
export {
  type Slider,
  slider,
  type SliderFunction,
  type SliderOptions,
  type SliderPicture,
} from "./slider.ts";
export type { SliderValues } from "./slider_values.ts";
export type { Drawn, Figure, FigureOptions, FigureParts } from "./figure.ts";
