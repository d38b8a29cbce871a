/** Layers and connections of a captioner, and where its image enters. */
export interface CaptionerLayout {
  name: string;
  /** The layers between the word x and the next word y, from the bottom, and those connected to themselves in the next step. */
  layers: string[];
  recurrent: string[];
  /** The recurrent layers that pass on a cell state c beside h: LSTMs. */
  withMemory?: string[];
  /** The connections within a time step: pairs of layers, x and y. */
  edges: [from: string, to: string][];
  /**
   * The layer that the image enters, and when: "before" is a time step of its own before the first word, in which the image
   * is the input; as "initial state", the image is h_0 itself, and there is no such step.
   */
  image: { layer: string; at: "every step" | "first step" | "before" | "initial state" };
  /** The layer that reconstructs the image, if there is one. */
  redraws?: string;
  /** The layer whose last state weights the places of the image, and the layer that is their weighted mean, if there are. */
  attends?: [from: string, to: string];
}
