import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decodeCheckpoint, encodeCheckpoint, type Snapshot } from "rnn/train";
import { Matrix } from "rnn";
import { packContainer } from "../../../lib/training/container.ts";

const snapshot: Snapshot = {
  step: 7,
  optimizer: { rule: "momentum", beta: 0.9, beta2: 0 },
  cell: "RNNCell",
  vocabulary: ["a", "\u{1f642}"],
  params: { W: Matrix.of([[0.1, -0], [5e-324, 1e300]]), b: Matrix.of([[1 / 3]]) },
  optimizerState: [{ W: Matrix.of([[1, 2], [3, 4]]), b: Matrix.of([[5]]) }],
  state: Matrix.of([[0.5], [-0.5]]),
};

describe("encodeCheckpoint() and decodeCheckpoint()", () => {
  it("restore the same bits", () => {
    const found = decodeCheckpoint(encodeCheckpoint(snapshot));
    expect(found).toEqual(snapshot);
    expect(Object.is(found.params.W.at(0, 1), -0)).toBe(true);
  });

  it("work without a recurrent state", () => {
    const { state: _, ...rest } = snapshot;
    expect(decodeCheckpoint(encodeCheckpoint(rest))).toEqual(rest);
  });

  it("throw if the bytes are truncated anywhere", () => {
    const bytes = encodeCheckpoint(snapshot);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(RangeError);
    }
  });

  it("throw if any byte is corrupted", () => {
    const bytes = encodeCheckpoint(snapshot);
    for (let n = 0; n < bytes.length; n++) {
      const altered = bytes.with(n, bytes[n] ^ 1);
      expect(() => decodeCheckpoint(altered)).toThrow(RangeError);
    }
  });

  it("throw if the header doesn't fit the body, before allocating what it declares", () => {
    const { optimizer, step } = snapshot;
    const decode = (header: unknown) =>
      decodeCheckpoint(packContainer("unrolled", header, new Uint8Array(16)));
    const good = { step, optimizer, params: { W: [1, 2] }, optimizerState: [], state: {} };
    expect(decode(good).params.W.shape).toBe("1×2");
    for (const W of [[1, 3], [2 ** 40, 2 ** 10], [0, 0]]) {
      expect(() => decode({ ...good, params: { W } })).toThrow(", got 16");
    }
    for (const change of [{ params: null }, { params: { W: 2 } }, { optimizerState: null }]) {
      expect(() => decode({ ...good, ...change })).toThrow("a matrix must have two sizes, got");
    }
    expect(() => decode({ ...good, step: -1 })).toThrow("it must name its step and its optimizer");
    expect(() => decode([])).toThrow("it must name its step and its optimizer");
    expect(() => decode(3)).toThrow("its header is not valid JSON");
  });

  it("throw if the bytes are of another format", () => {
    expect(() => decodeCheckpoint(new TextEncoder().encode("something else"))).toThrow(
      'Cannot read the checkpoint: the bytes don\'t start with "unrolled"',
    );
  });
});
