import type { Matrix } from "../../lib/matrix.ts";
import { backTwice, type Draw, twice, weighted } from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";

const D = 2, H = 3, B = 2; // inputs, units, sequences

/** Problem set 5: what the LSTM's relatives change in a tick, and what that changes on the way back. */
export const ps5: ProblemSet = {
  id: "ps5",
  title: "LSTM and its relatives, gates backward",
  checks: [
    {
      id: "ps5.coupled",
      points: 1,
      shows: "A tick in which one gate decides both what is kept and what is written",
      functions: ["coupledTick"],
      hints: [
        "There is no input gate to compute: what f does not keep, the candidate may fill",
        "c_t = f ∘ c_{t−1} + (1 − f) ∘ g and h_t = o ∘ tanh(c_t)",
        "Compute f, o and g as the LSTM does, then i as f.map((f) => 1 - f), then c and h",
      ],
      mistakes: {
        "shares exchanged": "f is the share that is kept: it multiplies c_{t−1}, and 1 − f the new",
        "input gate left open": "g is written with the share 1 − f, not as a whole",
        "memory read without tanh": "h_t = o ∘ tanh(c_t): the memory is squeezed before it is read",
        "σ on the candidate": "g is no gate: it may be negative, so it takes tanh and not σ",
      },
      cases: twice("coupledTick", (draw) => [...before(draw), gateWeights(draw, "fog")]),
    },
    {
      id: "ps5.coupled_backward",
      points: 3,
      shows: "Both roads into the memory, and both roads out of the gate that is used twice",
      functions: ["coupledTick", "coupledBackward"],
      hints: [
        "Two roads lead back into c_t, and c_t uses f twice: count the roads before you multiply",
        "δc = dc + dh ∘ o ∘ (1 − tanh²(c_t)), then dz_f = δc ∘ (c_{t−1} − g) ∘ f ∘ (1 − f)",
        "First δc from dc and dh, then dz of f, o and g; each dz feeds gateGradients, dx and dhPrev",
      ],
      mistakes: {
        "coupling forgotten":
          "f also closes the door for g: a larger f writes less, which gives the term −g",
        "coupling with a plus": "1 − f falls where f rises: g comes into dz_f with a minus",
        "road from h into c forgotten":
          "h_t is read from c_t: dh comes back into the memory, and adds to dc",
        "tanh′ of c forgotten":
          "Between c_t and h_t stands a tanh: dh ∘ o must pass its slope 1 − tanh²(c_t)",
        "dc alone handed on":
          "What goes on to c_{t−1} is the whole δc times f, not only the part that came in as dc",
      },
      cases: backTwice("coupledBackward", "coupledTick", (draw) => {
        const [x, hPrev, cPrev] = before(draw);
        const weights = gateWeights(draw, "fog");
        const wrt = { dx: x, dhPrev: hPrev, dcPrev: cPrev, ...gradientsOf(weights) };
        return { args: [x, hPrev, cPrev, weights], ...after(draw), wrt };
      }),
    },
    {
      id: "ps5.peephole",
      points: 2,
      shows: "Gates that look at the memory: two of them before it changes, one of them after",
      functions: ["peepholeTick"],
      hints: [
        "A gate sees the newest memory there is: i and f come before c_t, o comes after it",
        "i = σ(z_i + p_i ∘ c_{t−1}), f = σ(z_f + p_f ∘ c_{t−1}), o = σ(z_o + p_o ∘ c_t)",
        "cPrev.scaleRows(pi) is added to zi before the σ; o must be computed below c",
      ],
      mistakes: {
        "o looks at c_{t−1}": "o opens when c_t is already there: it looks at c_t",
        "o looks at tanh(c_t)": "The peephole shows the memory itself, not what tanh makes of it",
        "peepholes exchanged": "i looks through p_i and f through p_f",
        "peephole outside σ": "p ∘ c belongs inside the σ: outside of it a gate can leave 0 … 1",
      },
      cases: twice("peepholeTick", (draw) => [...before(draw), peepholeWeights(draw)]),
    },
    {
      id: "ps5.peephole_backward",
      points: 3,
      shows: "The roads that the peepholes open back into the memory, at t and at t − 1",
      functions: ["peepholeTick", "peepholeBackward"],
      hints: [
        "A peephole is a road back as well: from z_o into c_t, from z_i and z_f into c_{t−1}",
        "δc = dc + dh ∘ o ∘ (1 − tanh²(c_t)) + p_o ∘ dz_o; dcPrev = δc ∘ f + p_i ∘ dz_i + p_f ∘ dz_f",
        "dzo needs no δc, so it comes first, then δc, then dzi and dzf; scaleRows and sumColumns",
      ],
      mistakes: {
        "o's road into c_t forgotten": "o looked at c_t: p_o ∘ dz_o is a third road into δc",
        "roads into c_{t−1} forgotten":
          "i and f looked at c_{t−1}: each adds its p ∘ dz to what f hands on",
        "c_{t−1} for c_t": "o looked at c_t, so dp_o is made from c_t and not from c_{t−1}",
        "not summed over the batch":
          "One p serves all sequences: its gradient is H×1, the sum over the columns",
      },
      cases: backTwice("peepholeBackward", "peepholeTick", (draw) => {
        const [x, hPrev, cPrev] = before(draw);
        const weights = peepholeWeights(draw);
        const { pi, pf, po } = weights;
        const wrt = { dcPrev: cPrev, ...gradientsOf({ pi, pf, po }) };
        return { args: [x, hPrev, cPrev, weights], ...after(draw), wrt };
      }),
    },
    {
      id: "ps5.layernorm",
      points: 4,
      shows: "The way back through a mean and a spread that all units share",
      functions: ["layerNormTick", "layerNormBackward"],
      hints: [
        "Each z moves all units of its column: directly, through the mean, and through the spread",
        "dz = (dn − mean(dn) − n ∘ mean(dn ∘ n)) / s with dn = γ ∘ da, where tanh took a = γ ∘ n + β",
        "From dh to da by tanh′, to dn by scaleRows(gamma), to dz with columnMeans twice and 1 / s",
      ],
      mistakes: {
        "mean's gradient forgotten":
          "z also moves the mean, which is taken off every unit: that gives −mean(dn)",
        "variance's gradient forgotten":
          "z also moves the spread, which divides every unit: that gives −n ∘ mean(dn ∘ n)",
        "mean and spread held constant":
          "Mean and spread are made from z: two terms more are taken off dn",
        "γ forgotten": "tanh took γ ∘ n + β: on the way from a to n stands the factor γ",
        "spread not divided": "n was z divided by s, so what goes back to z is divided by s too",
      },
      cases: backTwice("layerNormBackward", "layerNormTick", (draw) => {
        const units = H + 1; // three would leave a column a single direction to move in
        const column = () => draw.matrix(units, 1);
        const [x, hPrev, dh] = [draw.matrix(D, B), draw.matrix(units, B), draw.matrix(units, B)];
        const matrices = { Wxh: draw.matrix(units, D), Whh: draw.matrix(units, units) };
        const weights = { ...matrices, gamma: column(), beta: column() };
        return {
          args: [x, hPrev, weights],
          more: [dh],
          E: (tick) => weighted(part(tick, "h"), dh),
          wrt: { dx: x, dhPrev: hPrev, ...gradientsOf(weights) },
        };
      }),
    },
    {
      id: "ps5.slip",
      points: 2,
      shows: "Published gradients of three gates, mended: a slope belongs to every road",
      functions: ["gateTick", "mendedGates"],
      hints: [
        "Two roads lead into c_t: which of them does the last factor of each line multiply?",
        "dz_i = (dc + dh ∘ o ∘ (1 − tanh²(c_t))) ∘ g ∘ i ∘ (1 − i): f and g have the same bracket",
        "Add up δc first, then three lines: δc ∘ what the gate multiplies ∘ the gate's own slope",
      ],
      mistakes: {
        "the slip itself":
          "As it was printed: the last factor must multiply both roads, and g's slope is 1 − g²",
        "g's own slips left":
          "The brackets are right now; in the third line g is a factor too many, and its slope is 1 − g²",
        "stray g left":
          "c_t = f ∘ c_{t−1} + i ∘ g: what multiplies g is i, and g itself is no factor",
        "tanh of g taken again": "g is already a tanh: its slope is 1 − g², not 1 − tanh²(g)",
        "road from h dropped": "The road through h_t was not the slip: both roads stay",
      },
      cases: backTwice("mendedGates", "gateTick", (draw) => {
        const [zi, zf, zo, zg, cPrev] = [1, 2, 3, 4, 5].map(() => draw.matrix(H, B));
        const args = [zi, zf, zo, zg, cPrev];
        return { args, ...after(draw), wrt: { dzi: zi, dzf: zf, dzg: zg } };
      }),
    },
  ],
};

/** x, h_{t−1} and c_{t−1}: what a tick starts from. */
function before({ matrix }: Draw): Matrix[] {
  return [matrix(D, B), matrix(H, B), matrix(H, B)];
}

/** dh and dc, what comes back to a tick, and the E that they are the gradients of. */
function after({ matrix }: Draw): { more: Matrix[]; E: (tick: Value) => number } {
  const [dh, dc] = [matrix(H, B), matrix(H, B)];
  const E = (tick: Value) => weighted(part(tick, "h"), dh) + weighted(part(tick, "c"), dc);
  return { more: [dh, dc], E };
}

/** The weights of the named gates: "fog" gives Wxf, Whf, bf, Wxo, … */
function gateWeights({ matrix }: Draw, gates: string): Record<string, Matrix> {
  return Object.fromEntries([...gates].flatMap((gate) => [
    ...[[`Wx${gate}`, matrix(H, D)], [`Wh${gate}`, matrix(H, H)], [`b${gate}`, matrix(H, 1)]],
  ]));
}

/** All four gates, with the peepholes p of three of them. */
function peepholeWeights(draw: Draw): Record<string, Matrix> {
  const p = () => draw.matrix(H, 1);
  return { ...gateWeights(draw, "ifog"), pi: p(), pf: p(), po: p() };
}

/** The weights under the names of their gradients: { Wxf } gives { dWxf: Wxf }. */
function gradientsOf(weights: Record<string, Matrix>): Record<string, Matrix> {
  return Object.fromEntries(Object.entries(weights).map(([name, W]) => [`d${name}`, W]));
}
