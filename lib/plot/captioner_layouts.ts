import type { CaptionerLayout } from "./diagrams/captioner_layout.ts";

const oneLayer: Pick<CaptionerLayout, "layers" | "recurrent" | "edges"> = {
  layers: ["h"],
  recurrent: ["h"],
  edges: [["x", "h"], ["h", "y"]],
};

/** Layouts of the captioners of the course by their names, to be drawn by `captionerDiagrams`. */
export const captionerLayouts: Record<string, CaptionerLayout> = {
  lecture: { name: "the lecture", ...oneLayer, image: { layer: "h", at: "every step" } },
  Mao: {
    name: "Mao et al., m-RNN",
    layers: ["r", "m"],
    recurrent: ["r"],
    edges: [["x", "r"], ["x", "m"], ["r", "m"], ["m", "y"]],
    image: { layer: "m", at: "every step" },
  },
  Karpathy: {
    name: "Karpathy & Fei-Fei, NeuralTalk",
    ...oneLayer,
    image: { layer: "h", at: "first step" },
  },
  Vinyals: {
    name: "Vinyals et al., Show and Tell",
    ...oneLayer,
    withMemory: ["h"],
    image: { layer: "h", at: "before" },
  },
  Donahue: {
    name: "Donahue et al., LRCN",
    layers: ["h¹", "h²"],
    recurrent: ["h¹", "h²"],
    withMemory: ["h¹", "h²"],
    edges: [["x", "h¹"], ["h¹", "h²"], ["h²", "y"]],
    image: { layer: "h²", at: "every step" },
  },
  Chen: {
    name: "Chen & Zitnick, Mind's Eye",
    layers: ["s", "u"],
    recurrent: ["s", "u"],
    edges: [["x", "s"], ["x", "u"], ["s", "y"], ["u", "y"]],
    image: { layer: "s", at: "every step" },
    redraws: "u",
  },
  CS231n: { name: "CS231n's exercise", ...oneLayer, image: { layer: "h", at: "initial state" } },
};

/** The layout of the captioner that attends to places of the image, Show, Attend and Tell. */
export const attendLayout: CaptionerLayout = {
  name: "Xu et al., Show, Attend and Tell",
  layers: ["z", "h"],
  recurrent: ["h"],
  withMemory: ["h"],
  edges: [["x", "h"], ["z", "h"], ["h", "y"], ["z", "y"]],
  image: { layer: "z", at: "every step" },
  attends: ["h", "z"],
};
