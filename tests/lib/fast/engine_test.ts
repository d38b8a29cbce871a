import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, MemoryCell, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { makeCell, randomSteps } from "./reference.ts";

describe("fastEngine()", () => {
  const engine = fastEngine({ workers: 1, blas: false }), random = seeded(1);
  const cell = makeCell("RNNCell", 3, 4, random);
  const xs = randomSteps(5, 3, 1, random), direct = randomSteps(5, 4, 1, random);

  it("describes its backend in its name", () => {
    expect(engine.name).toBe("WebAssembly SIMD, float32, 1 thread");
  });

  it("throws for a cell without kernels", () => {
    expect(() => engine.unroll(new MemoryCell(3, 4, random), xs)).toThrow(
      "Cannot run a MemoryCell on the fast engine: expected RNNCell, LSTMCell or GRUCell",
    );
  });

  it("throws for a trace whose memory has been used again", () => {
    const first = engine.unroll(cell, xs);
    engine.unroll(cell, xs);
    expect(() => engine.bptt(cell, first, direct)).toThrow(
      "it is not the last one that this engine unrolled with this cell",
    );
  });

  it("throws for an invalid input, and names its step", () => {
    const bad = xs.with(2, new Matrix(3, 1).map(() => NaN));
    expect(() => engine.unroll(cell, bad)).toThrow("x_3 must be finite, got NaN");
    expect(() => engine.unroll(cell, [])).toThrow("Cannot unroll an empty sequence");
    expect(() => engine.unroll(cell, [[3]])).toThrow(RangeError);
  });

  it("throws unless the number of workers is a positive integer", () => {
    for (const workers of [0, 1.5]) {
      expect(() => fastEngine({ workers })).toThrow(
        `Cannot start the fast engine: workers must be a positive integer, got ${workers}`,
      );
    }
  });
});
