import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, type Params, seeded } from "rnn";
import { makeLayout, pack, unpack } from "../../../lib/fast/layout.ts";
import { type CellName, CELLS, difference, makeCell } from "./reference.ts";

/** Returns the rows×cols matrix that begins at `at`. */
function read(floats: Float32Array, at: number, rows: number, cols: number): Matrix {
  const out = new Matrix(rows, cols);
  out.data.set(floats.subarray(at, at + rows * cols));
  return out;
}

describe("makeLayout()", () => {
  it("packs an LSTM as the transposes of its gates i, f, o, g stacked", () => {
    const [D, H] = [8, 4], { params } = new LSTMCell(D, H, seeded(1));
    const layout = makeLayout({ kind: "LSTM", D, H, V: 0 }), { Wh, b, G, size } = layout;
    const floats = new Float32Array(size);
    pack(layout, params, floats);
    const { Wxi, Wxf, Wxo, Wxg, Whi, Whf, Who, Whg, bi, bf, bo, bg } = params;
    const packed = { Wx: read(floats, 0, D, G), Wh: read(floats, Wh, H, G) };
    const stacked: Params = {
      Wx: Matrix.blocks([[Wxi], [Wxf], [Wxo], [Wxg]]).T,
      Wh: Matrix.blocks([[Whi], [Whf], [Who], [Whg]]).T,
      b: Matrix.blocks([[bi], [bf], [bo], [bg]]).T,
    };
    expect(difference(stacked, { ...packed, b: read(floats, b, 1, G) })).toBeLessThan(1e-7);
  });

  for (const name of Object.keys(CELLS) as CellName[]) {
    it(`packs and unpacks the weights of ${name} without loss`, () => {
      const [D, H] = [5, 7], { params } = makeCell(name, D, H, seeded(1)); // no multiples of 4
      const kind = name.slice(0, -4) as "RNN" | "LSTM" | "GRU";
      const layout = makeLayout({ kind, D, H, V: 0 }), floats = new Float32Array(layout.size);
      pack(layout, params, floats);
      expect(difference(params, unpack(layout, floats))).toBeLessThan(1e-7);
    });
  }
});
