import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Batch, textBatches } from "rnn/train";

/** Copies a batch, because `textBatches` reuses its arrays. */
const copy = ({ xs, targets, fresh }: Batch) => ({ xs: [...xs], targets: [...targets], fresh });
const text = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("textBatches()", () => {
  it("reads streams in parallel, with the next character as the target", () => {
    const batches = textBatches(text, { steps: 2, size: 2, once: true });
    expect(Array.from(batches, copy)).toEqual([
      { xs: [0, 4, 1, 5], targets: [1, 5, 2, 6], fresh: true },
      { xs: [2, 6, 3, 7], targets: [3, 7, 4, 8], fresh: false },
    ]);
  });

  it("starts again endlessly, with a fresh state", () => {
    const batches = textBatches(text, { steps: 4, size: 2 });
    const three = [1, 2, 3].map(() => copy(batches.next().value!));
    expect(three.map(({ fresh }) => fresh)).toEqual([true, true, true]);
    expect(three[2]).toEqual(three[0]);
  });

  it("skips the batches that a resumed run has already seen", () => {
    const all = textBatches(text, { steps: 2, size: 2 });
    const read = [0, 1, 2].map(() => copy(all.next().value!));
    for (const [skip, batch] of read.entries()) {
      const [first] = textBatches(text, { steps: 2, size: 2, skip });
      expect(copy(first)).toEqual(batch);
    }
  });

  it("reuses its arrays", () => {
    const batches = textBatches(text, { steps: 2, size: 2 });
    const { xs } = batches.next().value!;
    expect(batches.next().value!.xs).toBe(xs);
  });

  it("throws if a size is invalid or the text too short", () => {
    expect(() => textBatches(text, { steps: 5, size: 2 }).next()).toThrow(
      "Cannot make batches of 2 streams × 5 steps: they need at least 11 characters, got 10",
    );
    expect(() => textBatches(text, { steps: 0, size: 2 }).next()).toThrow(
      "Cannot make batches: steps must be a positive integer, got 0",
    );
  });
});
