import type { Matrix } from "../../lib/matrix.ts";
import {
  innerProduct,
  type Sampler,
  twoBackwardCalls,
  twoCalls,
} from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";

const D = 2, H = 3, B = 2; // inputs, units, sequences

/** Problem set 5: variants of the LSTM, forward and backward. */
export const ps5: ProblemSet = {
  id: "ps5",
  title: "LSTM variants, gates backward",
  checks: [
    {
      id: "ps5.coupled",
      points: 1,
      summary: "A time step in which one gate decides both what is kept and what is written",
      functions: ["coupledStep"],
      hints: [
        "There is no input gate to compute: whatever f does not keep is filled by the candidate",
        "c_t = f ∘ c_{t−1} + (1 − f) ∘ g and h_t = o ∘ tanh(c_t)",
        "Compute f, o and g as the LSTM does, then i as f.map((f) => 1 - f), then c and h",
      ],
      mistakes: {
        "gates exchanged":
          "f is the forget gate: it multiplies c_{t−1}, and 1 − f multiplies the candidate",
        "input gate always open": "g is written with the factor 1 − f, not as a whole",
        "memory read without tanh":
          "h_t = o ∘ tanh(c_t): the memory passes a tanh before it is read",
        "σ on the candidate": "g is not a gate: it may be negative, so it uses tanh and not σ",
      },
      cases: twoCalls("coupledStep", (draw) => [...stepInputs(draw), gateWeights(draw, "fog")]),
    },
    {
      id: "ps5.coupled_backward",
      points: 3,
      summary: "Both paths into the memory, and both paths out of the gate that is used twice",
      functions: ["coupledStep", "coupledBackward"],
      hints: [
        "Two paths lead back into c_t, and c_t uses f twice: count the paths before you multiply",
        "δc = dc + dh ∘ o ∘ (1 − tanh²(c_t)), then dz_f = δc ∘ (c_{t−1} − g) ∘ f ∘ (1 − f)",
        "First δc from dc and dh, then dz of f, o and g; from each dz follow gateGradients, dx and dhPrev",
      ],
      mistakes: {
        "coupling forgotten":
          "f also determines how much of g is written: a larger f writes less, which adds the term −g",
        "coupling with a plus": "1 − f decreases when f increases: g enters dz_f with a minus",
        "path from h into c forgotten":
          "h_t is computed from c_t: dh also reaches the memory, and is added to dc",
        "tanh′ of c forgotten":
          "There is a tanh between c_t and h_t: multiply dh ∘ o by its slope 1 − tanh²(c_t)",
        "dc alone passed on":
          "The gradient of c_{t−1} is the whole δc times f, not only the part that came in as dc",
      },
      cases: twoBackwardCalls("coupledBackward", "coupledStep", (draw) => {
        const [x, hPrev, cPrev] = stepInputs(draw);
        const weights = gateWeights(draw, "fog");
        const wrt = { dx: x, dhPrev: hPrev, dcPrev: cPrev, ...gradientsOf(weights) };
        return { args: [x, hPrev, cPrev, weights], ...incoming(draw), wrt };
      }),
    },
    {
      id: "ps5.peephole",
      points: 2,
      summary: "Gates that read the memory: two of them before it changes, one of them after",
      functions: ["peepholeStep"],
      hints: [
        "A gate reads the latest memory that exists: i and f are computed before c_t, o after it",
        "i = σ(z_i + p_i ∘ c_{t−1}), f = σ(z_f + p_f ∘ c_{t−1}), o = σ(z_o + p_o ∘ c_t)",
        "Add cPrev.scaleRows(pi) to zi before the σ; o has to be computed after c",
      ],
      mistakes: {
        "o reads c_{t−1}": "When o is computed, c_t is already known: o reads c_t",
        "o reads tanh(c_t)": "The peephole reads the memory itself, not its tanh",
        "peepholes exchanged": "The input gate i uses p_i, and the forget gate f uses p_f",
        "peephole outside σ":
          "p ∘ c is inside the σ: added outside, the gate could leave the range 0 … 1",
      },
      cases: twoCalls("peepholeStep", (draw) => [...stepInputs(draw), peepholeWeights(draw)]),
    },
    {
      id: "ps5.peephole_backward",
      points: 3,
      summary: "The additional paths that peepholes open into the memory, at t and at t − 1",
      functions: ["peepholeStep", "peepholeBackward"],
      hints: [
        "A peephole is a path of the gradient too: from z_o into c_t, from z_i and z_f into c_{t−1}",
        "δc = dc + dh ∘ o ∘ (1 − tanh²(c_t)) + p_o ∘ dz_o; dcPrev = δc ∘ f + p_i ∘ dz_i + p_f ∘ dz_f",
        "dzo does not need δc, so it comes first, then δc, then dzi and dzf; use scaleRows and sumColumns",
      ],
      mistakes: {
        "path from o into c_t forgotten": "o reads c_t: p_o ∘ dz_o is a third term of δc",
        "paths into c_{t−1} forgotten":
          "i and f read c_{t−1}: each adds its p ∘ dz to the term of the forget gate",
        "c_{t−1} instead of c_t": "o reads c_t, so dp_o contains c_t and not c_{t−1}",
        "not summed over the batch":
          "One p is shared by all sequences: its gradient is H×1, the sum over the columns",
      },
      cases: twoBackwardCalls("peepholeBackward", "peepholeStep", (draw) => {
        const [x, hPrev, cPrev] = stepInputs(draw);
        const weights = peepholeWeights(draw);
        const { pi, pf, po } = weights;
        const wrt = { dcPrev: cPrev, ...gradientsOf({ pi, pf, po }) };
        return { args: [x, hPrev, cPrev, weights], ...incoming(draw), wrt };
      }),
    },
    {
      id: "ps5.layer_norm",
      points: 4,
      summary: "Layer normalization backward: through a mean and a variance that all units share",
      functions: ["layerNormStep", "layerNormBackward"],
      hints: [
        "Each z affects all units of its column: directly, through the mean, and through the variance",
        "dz = (dn − mean(dn) − n ∘ mean(dn ∘ n)) / s with dn = γ ∘ da, where a = γ ∘ n + β enters the tanh",
        "From dh to da by tanh′, to dn by scaleRows(gamma), to dz with columnMeans twice and 1 / s",
      ],
      mistakes: {
        "mean's gradient forgotten":
          "z also changes the mean, which is subtracted from every unit: this adds −mean(dn)",
        "variance's gradient forgotten":
          "z also changes the variance, which scales every unit: this adds −n ∘ mean(dn ∘ n)",
        "mean and variance held constant":
          "Mean and variance are functions of z: two more terms are subtracted from dn",
        "γ forgotten": "γ ∘ n + β enters the tanh: between a and n there is the factor γ",
        "not divided by s": "n is z divided by s, so the gradient of z is divided by s too",
      },
      cases: twoBackwardCalls("layerNormBackward", "layerNormStep", (draw) => {
        const units = H + 1; // with three units a column could change in a single direction only
        const column = () => draw.matrix(units, 1);
        const [x, hPrev, dh] = [draw.matrix(D, B), draw.matrix(units, B), draw.matrix(units, B)];
        const matrices = { Wxh: draw.matrix(units, D), Whh: draw.matrix(units, units) };
        const weights = { ...matrices, gamma: column(), beta: column() };
        return {
          args: [x, hPrev, weights],
          more: [dh],
          E: (step) => innerProduct(part(step, "h"), dh),
          wrt: { dx: x, dhPrev: hPrev, ...gradientsOf(weights) },
        };
      }),
    },
    {
      id: "ps5.slip",
      points: 2,
      summary: "Published gradients of three gates, corrected: the slope applies to every path",
      functions: ["gateStep", "correctedGates"],
      hints: [
        "Two paths lead into c_t: which of them does the last factor of each line multiply?",
        "dz_i = (dc + dh ∘ o ∘ (1 − tanh²(c_t))) ∘ g ∘ i ∘ (1 − i): f and g have the same bracket",
        "First add up δc, then three lines: δc ∘ what the gate multiplies ∘ the gate's own slope",
      ],
      mistakes: {
        "the slip itself":
          "As it was printed: the last factor must multiply both paths, and the slope of g is 1 − g²",
        "g's own slips left":
          "The brackets are correct now; the third line still has a factor g too many, and its slope is 1 − g²",
        "extra factor g left":
          "c_t = f ∘ c_{t−1} + i ∘ g: the factor of g is i, and g itself is not a factor",
        "tanh of g applied twice": "g is already a tanh: its slope is 1 − g², not 1 − tanh²(g)",
        "path from h dropped": "The path through h_t was not the slip: both paths stay",
      },
      cases: twoBackwardCalls("correctedGates", "gateStep", (draw) => {
        const [zi, zf, zo, zg, cPrev] = [1, 2, 3, 4, 5].map(() => draw.matrix(H, B));
        const args = [zi, zf, zo, zg, cPrev];
        return { args, ...incoming(draw), wrt: { dzi: zi, dzf: zf, dzg: zg } };
      }),
    },
  ],
};

/** The inputs of a step: x, h_{t−1} and c_{t−1}. */
function stepInputs({ matrix }: Sampler): Matrix[] {
  return [matrix(D, B), matrix(H, B), matrix(H, B)];
}

/** The incoming gradients dh and dc of a step, and the E that they are the gradients of. */
function incoming({ matrix }: Sampler): { more: Matrix[]; E: (step: Value) => number } {
  const [dh, dc] = [matrix(H, B), matrix(H, B)];
  const E = (step: Value) => innerProduct(part(step, "h"), dh) + innerProduct(part(step, "c"), dc);
  return { more: [dh, dc], E };
}

/** The weights of the named gates: "fog" returns Wxf, Whf, bf, Wxo, … */
function gateWeights({ matrix }: Sampler, gates: string): Record<string, Matrix> {
  return Object.fromEntries([...gates].flatMap((gate) => [
    ...[[`Wx${gate}`, matrix(H, D)], [`Wh${gate}`, matrix(H, H)], [`b${gate}`, matrix(H, 1)]],
  ]));
}

/** The weights of all four gates, with the peepholes p of three of them. */
function peepholeWeights(draw: Sampler): Record<string, Matrix> {
  const p = () => draw.matrix(H, 1);
  return { ...gateWeights(draw, "ifog"), pi: p(), pf: p(), po: p() };
}

/** The weights under the names of their gradients: { Wxf } becomes { dWxf: Wxf }. */
function gradientsOf(weights: Record<string, Matrix>): Record<string, Matrix> {
  return Object.fromEntries(Object.entries(weights).map(([name, W]) => [`d${name}`, W]));
}
