import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 5, as an edit of the model solution. */
export const ps5: Edits = {
  "ps5.coupled": {
    "shares exchanged": [[
      "f.hadamard(cPrev).add(i.hadamard(g))",
      "i.hadamard(cPrev).add(f.hadamard(g))",
    ]],
    "input gate left open": [[".add(i.hadamard(g))", ".add(g)"]],
    "memory read without tanh": [["o.hadamard(c.map(Math.tanh))", "o.hadamard(c)"]],
    "σ on the candidate": [["addColumn(bg).map(Math.tanh)", "addColumn(bg).map(sigmoid)"]],
  },
  "ps5.coupled_backward": {
    "coupling forgotten": [["cPrev.subtract(g)", "cPrev"]],
    "coupling with a plus": [["cPrev.subtract(g)", "cPrev.add(g)"]],
    "road from h into c forgotten": [[
      "dc.add(dh.hadamard(o).hadamard(tanhC.map(tanhSlope)))",
      "dc",
    ]],
    "tanh′ of c forgotten": [[".hadamard(tanhC.map(tanhSlope))", ""]],
    "dc alone handed on": [["dcPrev: dcTotal.hadamard(f)", "dcPrev: dc.hadamard(f)"]],
  },
  "ps5.peephole": {
    "o looks at c_{t−1}": [["c.scaleRows(po)", "cPrev.scaleRows(po)"]],
    "o looks at tanh(c_t)": [["c.scaleRows(po)", "c.map(Math.tanh).scaleRows(po)"]],
    "peepholes exchanged": [
      ["zi.add(cPrev.scaleRows(pi))", "zi.add(cPrev.scaleRows(pf))"],
      ["zf.add(cPrev.scaleRows(pf))", "zf.add(cPrev.scaleRows(pi))"],
    ],
    "peephole outside σ": [
      ["zi.add(cPrev.scaleRows(pi)).map(sigmoid)", "zi.map(sigmoid).add(cPrev.scaleRows(pi))"],
      ["zf.add(cPrev.scaleRows(pf)).map(sigmoid)", "zf.map(sigmoid).add(cPrev.scaleRows(pf))"],
      ["zo.add(c.scaleRows(po)).map(sigmoid)", "zo.map(sigmoid).add(c.scaleRows(po))"],
    ],
  },
  "ps5.peephole_backward": {
    "o's road into c_t forgotten": [[".add(dzo.scaleRows(po))", ""]],
    "roads into c_{t−1} forgotten": [[".add(dzi.scaleRows(pi)).add(dzf.scaleRows(pf))", ""]],
    "c_{t−1} for c_t": [["dzo.hadamard(c)", "dzo.hadamard(cPrev)"]],
    "not summed over the batch": [
      ["dzi.hadamard(cPrev).sumColumns()", "dzi.hadamard(cPrev)"],
      ["dzf.hadamard(cPrev).sumColumns()", "dzf.hadamard(cPrev)"],
      ["dzo.hadamard(c).sumColumns()", "dzo.hadamard(c)"],
    ],
  },
  "ps5.layernorm": {
    "mean's gradient forgotten": [[".subtract(toMean)", ""]],
    "variance's gradient forgotten": [[".subtract(toSpread)", ""]],
    "mean and spread held constant": [[".subtract(toMean).subtract(toSpread)", ""]],
    "γ forgotten": [["da.scaleRows(gamma)", "da"]],
    "spread not divided": [[
      ".subtract(toSpread).hadamard(s.map((s) => 1 / s))",
      ".subtract(toSpread)",
    ]],
  },
  "ps5.slip": {
    "the slip itself": [
      [
        "dcTotal.hadamard(g).hadamard(i.map(sigmoidSlope))",
        "dc.hadamard(g).add(throughH.hadamard(g).hadamard(i.map(sigmoidSlope)))",
      ],
      [
        "dcTotal.hadamard(cPrev).hadamard(f.map(sigmoidSlope))",
        "dc.hadamard(cPrev).add(throughH.hadamard(cPrev).hadamard(f.map(sigmoidSlope)))",
      ],
      [
        "dcTotal.hadamard(i).hadamard(g.map(tanhSlope))",
        "dc.hadamard(i).add(throughH.hadamard(i).hadamard(g).hadamard(g.map(Math.tanh).map(tanhSlope)))",
      ],
    ],
    "g's own slips left": [[
      "hadamard(i).hadamard(g.map(tanhSlope))",
      "hadamard(i).hadamard(g).hadamard(g.map(Math.tanh).map(tanhSlope))",
    ]],
    "stray g left": [[
      "hadamard(i).hadamard(g.map(tanhSlope))",
      "hadamard(i).hadamard(g).hadamard(g.map(tanhSlope))",
    ]],
    "tanh of g taken again": [["g.map(tanhSlope)", "g.map(Math.tanh).map(tanhSlope)"]],
    "road from h dropped": [["dc.add(throughH)", "dc"]],
  },
};
