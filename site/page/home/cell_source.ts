import type { CellName, Settings } from "./settings.ts";

/** The class of a cell, the weights whose gradient is shown, and the name of its state in formulas. */
interface CellParts {
  type: string;
  weights: string;
  state: string;
  /** The state in words, for an axis. */
  row: string;
}

const CELLS: Record<CellName, CellParts> = {
  RNN: { type: "RNNCell", weights: "Whh", state: "h", row: "unit" },
  LSTM: { type: "LSTMCell", weights: "Whg", state: "s", row: "candidate" },
  GRU: { type: "GRUCell", weights: "Whn", state: "h", row: "candidate" },
};

/**
 * Returns the code of the first page: a cell that computes and shows the five pictures for the settings, in the order of
 * `PICTURES`.
 */
export function cellSource({ word, cell, scale, t, k }: Settings): string {
  const { type, weights, state, row } = CELLS[cell];
  const names = [...IMPORTS, type].sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1)
    .map((name) => name === "Init" ? "type Init" : name);
  return `import {
  ${names.join(",\n  ")},
} from "rnn";
import { show } from "rnn/notebook";
import { gradientFlow, heatmap, lineChart, pathDiagram, pathMap } from "rnn/plot";

const word = ${JSON.stringify(word)};
const scale = ${scale}; // every singular value of the recurrent weights
const [t, k] = [${t}, ${k}]; // the loss at step t, the weights at step k

// 9 units with random weights from seed 1, without any training
const H = 9;
const letters = new Vocabulary("abcdefghijklmnopqrstuvwxyz." + word);
const init: Init = (rows, cols, random) =>
  rows === cols ? orthogonal(scale)(rows, cols, random) : normal(0.5)(rows, cols, random);
const random = seeded(1);
const cell = new ${type}(letters.size, H, random, init);
const readout = new Readout(H, letters.size, random, init);

// each letter is an input and the next one its target; the last target is a full stop
const targets = letters.encode([...word].slice(1).join("") + ".");
const trace = unroll(cell, letters.oneHot(word));
const { direct } = sequenceLoss(readout, trace, targets);
const paths = jacobianPaths(cell, trace, direct);

const steps = [...word].map((letter) => letter === " " ? "␣" : letter);
await show(pathMap(paths.norms("${weights}"), {
  title: "Every term (t, k) of ∂E/∂${weights}",
  steps,
  mark: [t, k],
  domain: [-3, 1],
  compact: true,
}));
await show(pathDiagram(trace, {
  title: \`The path of term (\${t}, \${k})\`,
  t,
  k,
  weights: "${weights}",
  inputs: steps,
}));

const units = Array.from({ length: H }, (_, n) => String(n + 1));
await show(heatmap(paths.term(t, k).${weights}, {
  title: \`Term (\${t}, \${k}), as a matrix\`,
  rows: units,
  columns: units,
  x: \`from unit (h at step \${k - 1})\`,
  y: \`to ${row} (step \${k})\`,
  side: 24,
  unit: "∂E/∂weight",
}));

// the Jacobian of ${state}_t by each ${state}_k; a σ below 10⁻⁶ is drawn at 10⁻⁶
const spectra = Array.from({ length: t }, (_, n) => singularValues(paths.product(t, n + 1)));
const values = (place: number) =>
  spectra.map((σ) => Math.max(1e-6, σ[Math.round(place * (σ.length - 1))]));
await show(lineChart({ largest: values(0), median: values(0.5), smallest: values(1) }, {
  title: \`Singular values, step k to step \${t}\`,
  x: "k",
  y: "singular value of ∂${state}_t/∂${state}_k",
  log: true,
  domain: [1e-6, 1e2],
  width: 360,
  height: 240,
}));

// the gradient of E_t by h, from step t back to step k
const back = Array.from(
  { length: t },
  (_, n) => paths.gradient(t, n + 1).sliceRows(cell.stateSize - H).map(Math.abs),
);
gradientFlow({ ${cell}: Matrix.blocks([back]) }, {
  title: \`Gradient of loss \${t}, back at step \${k}\`,
  step: k,
  domain: [-4, 0],
});
`;
}

const IMPORTS = [
  "Init",
  "jacobianPaths",
  "Matrix",
  "normal",
  "orthogonal",
  "Readout",
  "seeded",
  "sequenceLoss",
  "singularValues",
  "unroll",
  "Vocabulary",
];
