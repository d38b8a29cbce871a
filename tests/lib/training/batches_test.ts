import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Batch, textBatches } from "rnn/train";

/** What a batch holds, copied: its arrays are used again. */
const copy = ({ xs, targets, fresh }: Batch) => ({ xs: [...xs], targets: [...targets], fresh });
const text = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("textBatches()", () => {
  it("reads streams side by side, the target being the next character", () => {
    const batches = textBatches(text, { steps: 2, size: 2, once: true });
    expect(Array.from(batches, copy)).toEqual([
      { xs: [0, 4, 1, 5], targets: [1, 5, 2, 6], fresh: true },
      { xs: [2, 6, 3, 7], targets: [3, 7, 4, 8], fresh: false },
    ]);
  });

  it("begins again for ever, with a fresh state", () => {
    const batches = textBatches(text, { steps: 4, size: 2 });
    const three = [1, 2, 3].map(() => copy(batches.next().value!));
    expect(three.map(({ fresh }) => fresh)).toEqual([true, true, true]);
    expect(three[2]).toEqual(three[0]);
  });

  it("passes over what a resumed training has read", () => {
    const all = textBatches(text, { steps: 2, size: 2 });
    const read = [0, 1, 2].map(() => copy(all.next().value!));
    for (const [skip, batch] of read.entries()) {
      const [first] = textBatches(text, { steps: 2, size: 2, skip });
      expect(copy(first)).toEqual(batch);
    }
  });

  it("makes no new arrays", () => {
    const batches = textBatches(text, { steps: 2, size: 2 });
    const { xs } = batches.next().value!;
    expect(batches.next().value!.xs).toBe(xs);
  });

  it("refuses sizes and texts that make no batch", () => {
    expect(() => textBatches(text, { steps: 5, size: 2 }).next()).toThrow(
      "Cannot cut batches of 5 steps of 2 streams from 10 characters",
    );
    expect(() => textBatches(text, { steps: 0, size: 2 }).next()).toThrow(RangeError);
  });
});
