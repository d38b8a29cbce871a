import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { beamSearch, type Decoder, sample, textDecoder } from "rnn/text";
import { LSTMCell, Matrix, normal, Readout, seeded, softmax } from "rnn";

const [V, END, LONGEST] = [4, 3, 4];

function randomStepper(seed: number): Decoder<Matrix> {
  const random = seeded(seed);
  return textDecoder({
    cell: new LSTMCell(V, 5, random, normal(1)),
    readout: new Readout(5, V, random, normal(2)),
  });
}

/** Every sentence with its log P, by trying all of them. */
function everySentence<S>(
  stepper: Decoder<S>,
): { classes: number[]; log: number; length: number }[] {
  const from = (state: S, read: number, classes: number[], log: number) => {
    const next = stepper.step(state, read);
    return Array.from(softmax(next.scores).data, Math.log).flatMap(
      (step, index): ReturnType<typeof everySentence> => {
        const sum = log + step, length = classes.length + 1;
        if (index === END) return [{ classes, log: sum, length }];
        const longer = [...classes, index];
        return length === LONGEST
          ? [{ classes: longer, log: sum, length }]
          : from(next.state, index, longer, sum);
      },
    );
  };
  return from(stepper.initialState, 0, [], 0);
}

describe("beamSearch()", () => {
  it("beamSearch() of width 1 takes the likeliest class at each step, as sample() at temperature 0", () => {
    for (let seed = 0; seed < 20; seed++) {
      const stepper = randomStepper(seed);
      const { hypotheses } = beamSearch(stepper, [0], 12, { width: 1, end: END });
      expect(hypotheses[0].classes).toEqual(sample(stepper, [0], 12, { temperature: 0, end: END }));
    }
  });

  it("beamSearch() as wide as there are sentences finds the best of all, whatever the power of the length", () => {
    for (let seed = 0; seed < 5; seed++) {
      const stepper = randomStepper(seed), all = everySentence(stepper);
      for (const lengthPenalty of [0, 0.7, 1]) {
        const { hypotheses } = beamSearch(stepper, [0], LONGEST, {
          width: V ** LONGEST,
          end: END,
          lengthPenalty,
        });
        expect(hypotheses.length).toBe(all.length);
        const score = ({ log, length }: typeof all[number]) => log / length ** lengthPenalty;
        const best = all.reduce((a, b) => score(b) > score(a) ? b : a);
        expect(hypotheses[0].classes).toEqual(best.classes);
        expect(hypotheses[0].score).toBeCloseTo(score(best), 12);
        const total = hypotheses.reduce(
          (sum, { logProbability }) => sum + Math.exp(logProbability),
          0,
        );
        expect(total).toBeCloseTo(1, 12);
      }
    }
  });

  it("beamSearch() gives the tree of what it followed", () => {
    const stepper = randomStepper(3), width = 3;
    const { hypotheses, tree } = beamSearch(stepper, [0], 8, { width, end: END });
    expect(hypotheses.length).toBe(width);
    expect(tree[0]).toEqual({ index: 0, parent: -1, length: 0, logProbability: 0 });
    tree.slice(1).forEach(({ parent, length, logProbability }, n) => {
      expect(parent <= n && tree[parent].length === length - 1).toBe(true);
      expect(logProbability).toBeLessThan(tree[parent].logProbability);
    });
    for (const { node, classes, logProbability, ended } of hypotheses) {
      expect(tree[node].logProbability).toBe(logProbability);
      expect(tree[node].length).toBe(classes.length + (ended ? 1 : 0));
    }
  });

  it("beamSearch() prefers long sentences the more, the larger the power", () => {
    const length = (lengthPenalty: number) =>
      beamSearch(randomStepper(8), [0], 12, { width: 30, end: END, lengthPenalty }).hypotheses[0]
        .classes
        .length;
    expect(length(0) <= length(1) && length(1) <= length(3)).toBe(true);
    expect(length(0)).toBeLessThan(length(3));
  });

  it("beamSearch() refuses what it can't use", () => {
    const stepper = randomStepper(1);
    expect(() => beamSearch(stepper, [], 3, { width: 2, end: END })).toThrow(
      "Cannot write without a start",
    );
    expect(() => beamSearch(stepper, [0], 3, { width: 0, end: END })).toThrow(
      "Cannot search with a beam of width 0",
    );
    expect(() => beamSearch(stepper, [0], 3, { width: 2, end: END, lengthPenalty: -1 }))
      .toThrow("Cannot divide by a length to the power -1");
    expect(() => beamSearch(stepper, [0], 0, { width: 2, end: END, lengthPenalty: 1 }))
      .toThrow("Cannot search for sentences of 0 classes");
    expect(() => beamSearch(stepper, [7], 3, { width: 2, end: END })).toThrow(RangeError);
  });
});

describe("sample()", () => {
  it("sample() of a stepper ends at the class that ends", () => {
    const counts: Decoder<number> = {
      initialState: 0,
      step: (state, index) => {
        const scores = new Matrix(V, 1);
        scores.data[Math.min(index + 1, END)] = 5;
        return { state: state + 1, scores };
      },
    };
    expect(sample(counts, [0], 10, { temperature: 0, end: END })).toEqual([1, 2]);
    expect(sample(counts, [0], 4, { temperature: 0 })).toEqual([1, 2, 3, 3]);
  });
});
