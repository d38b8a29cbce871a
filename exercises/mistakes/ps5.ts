import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 5, as an edit of the model solution. */
export const ps5: Edits = {
  "ps5.coupled": {
    "gates exchanged": [[
      "f.hadamard(cPrev).add(i.hadamard(g))",
      "i.hadamard(cPrev).add(f.hadamard(g))",
    ]],
    "input gate always open": [[".add(i.hadamard(g))", ".add(g)"]],
    "memory read without tanh": [["o.hadamard(c.map(Math.tanh))", "o.hadamard(c)"]],
    "σ on the candidate": [["addColumn(bg).map(Math.tanh)", "addColumn(bg).map(sigmoid)"]],
  },
  "ps5.coupled_backward": {
    "coupling forgotten": [["cPrev.subtract(g)", "cPrev"]],
    "coupling with a plus": [["cPrev.subtract(g)", "cPrev.add(g)"]],
    "path from h into c forgotten": [[
      "dc.add(dh.hadamard(o).hadamard(tanhC.map(tanhSlope)))",
      "dc",
    ]],
    "tanh′ of c forgotten": [[".hadamard(tanhC.map(tanhSlope))", ""]],
    "dc alone passed on": [["dcPrev: dcTotal.hadamard(f)", "dcPrev: dc.hadamard(f)"]],
  },
  "ps5.peephole": {
    "o reads c_{t−1}": [["c.scaleRows(po)", "cPrev.scaleRows(po)"]],
    "o reads tanh(c_t)": [["c.scaleRows(po)", "c.map(Math.tanh).scaleRows(po)"]],
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
    "path from o into c_t forgotten": [[".add(dzo.scaleRows(po))", ""]],
    "paths into c_{t−1} forgotten": [[".add(dzi.scaleRows(pi)).add(dzf.scaleRows(pf))", ""]],
    "c_{t−1} instead of c_t": [["dzo.hadamard(c)", "dzo.hadamard(cPrev)"]],
    "not summed over the batch": [
      ["dzi.hadamard(cPrev).sumColumns()", "dzi.hadamard(cPrev)"],
      ["dzf.hadamard(cPrev).sumColumns()", "dzf.hadamard(cPrev)"],
      ["dzo.hadamard(c).sumColumns()", "dzo.hadamard(c)"],
    ],
  },
  "ps5.layer_norm": {
    "mean's gradient forgotten": [[".subtract(meanTerm)", ""]],
    "variance's gradient forgotten": [[".subtract(varianceTerm)", ""]],
    "mean and variance held constant": [[".subtract(meanTerm).subtract(varianceTerm)", ""]],
    "γ forgotten": [["da.scaleRows(gamma)", "da"]],
    "not divided by s": [[
      ".subtract(varianceTerm).hadamard(s.map((s) => 1 / s))",
      ".subtract(varianceTerm)",
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
    "extra factor g left": [[
      "hadamard(i).hadamard(g.map(tanhSlope))",
      "hadamard(i).hadamard(g).hadamard(g.map(tanhSlope))",
    ]],
    "tanh of g applied twice": [["g.map(tanhSlope)", "g.map(Math.tanh).map(tanhSlope)"]],
    "path from h dropped": [["dc.add(throughH)", "dc"]],
  },
};
