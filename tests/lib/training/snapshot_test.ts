import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  adagrad,
  adam,
  decodeCheckpoint,
  encodeCheckpoint,
  type Engine,
  type Model,
  momentum,
  type Optimizer,
  readableEngine,
  rmsprop,
  sgd,
  type Snapshot,
  textBatches,
  train,
} from "rnn/train";
import { CaptionCell, GRUCell, Matrix, Readout, RNNCell, seeded, Vocabulary } from "rnn";
import { fastEngine } from "rnn/fast";

const text = "one and two and three and ".repeat(10);
const vocabulary = new Vocabulary(text), classes = vocabulary.encode(text), V = vocabulary.size;
const data = () => textBatches(classes, { steps: 8, size: 2 });
const model = (cell = new RNNCell(V, 6, seeded(1))): Model => ({
  cell,
  readout: new Readout(6, V, seeded(2)),
});

const snapshotOf = async (optimizer: Optimizer, engine: Engine, steps = 3): Promise<Snapshot> => {
  const { snapshot } = await train(model(), data(), { optimizer, engine, steps });
  return decodeCheckpoint(encodeCheckpoint(snapshot));
};

for (const engine of [readableEngine, fastEngine({ workers: 1, blas: false })]) {
  describe(`a snapshot of ${engine.name}`, () => {
    it("is refused by another optimizer, and by one with other decay rates", async () => {
      const rules = {
        "sgd": sgd(0.1),
        "momentum with β = 0.9": momentum(0.01),
        "momentum with β = 0.5": momentum(0.01, 0.5),
        "adagrad": adagrad(0.1),
        "rmsprop with ρ = 0.9": rmsprop(0.001),
        "rmsprop with ρ = 0.99": rmsprop(0.001, 0.99),
        "adam with β₁ = 0.9 and β₂ = 0.999": adam(0.01),
        "adam with β₁ = 0.9 and β₂ = 0.99": adam(0.01, 0.9, 0.99),
      };
      for (const [from, before] of Object.entries(rules)) {
        const resume = await snapshotOf(before, engine);
        for (const [to, optimizer] of Object.entries(rules)) {
          const resumed = train(model(), data(), { optimizer, engine, steps: 4, resume });
          if (from === to) await resumed;
          else {
            await expect(resumed).rejects.toThrow(
              `Cannot restore: the snapshot is of ${from}, but the optimizer is ${to}`,
            );
          }
        }
      }
    });

    it("is accepted with another learning rate and another ε", async () => {
      const resume = await snapshotOf(adam(0.01), engine), optimizer = adam(0.5, 0.9, 0.999, 1e-4);
      const { snapshot } = await train(model(), data(), { optimizer, engine, steps: 4, resume });
      expect(snapshot.step).toBe(4);
    });

    it("is refused by another cell, even if its weights have the same names and shapes", async () => {
      class Relu extends RNNCell {}
      const resume = await snapshotOf(sgd(0.1), engine), options = { optimizer: sgd(0.1), engine };
      const into = (cell: RNNCell) => train(model(cell), data(), { ...options, steps: 4, resume });
      await expect(into(new Relu(V, 6, seeded(1)))).rejects.toThrow(
        "Cannot restore: the snapshot's cell is RNNCell, but the model's is Relu",
      );
      const gru = { cell: new GRUCell(V, 6, seeded(1)), readout: model().readout };
      await expect(train(gru, data(), { ...options, steps: 4, resume })).rejects.toThrow(
        "Cannot restore: the snapshot's cell is RNNCell, but the model's is GRUCell",
      );
    });

    it("is refused with weights that are missing, unknown, NaN or infinite", async () => {
      const resume = await snapshotOf(momentum(0.1), engine), { params } = resume;
      const { Whh: _, ...less } = params;
      const bad: [Partial<Snapshot>, string][] = [
        [{ params: less }, "Cannot restore Whh: it must be 6×6, got none"],
        [{ params: { ...params, Wih: new Matrix(6, 1) } }, "Wih: it must be absent, got 6×1"],
        [{ params: { ...params, by: params.by.map(() => NaN) } }, "by must be finite, got NaN"],
        [{ params: { ...params, by: params.by.map(() => Infinity) } }, "got Infinity"],
        [{ optimizerState: [params, params] }, "momentum has 1 records of state, got 2"],
        [
          { optimizerState: [{ ...params, by: params.by.map(() => NaN) }] },
          "the optimizer's state of by holds NaN",
        ],
        [{ state: resume.state!.map(() => NaN) }, "the state must be finite, got NaN"],
        [{ step: 1.5 }, "step must be a non-negative integer, got 1.5"],
      ];
      for (const [change, sentence] of bad) {
        const options = { optimizer: momentum(0.1), engine, steps: 4 };
        const resumed = train(model(), data(), { ...options, resume: { ...resume, ...change } });
        await expect(resumed).rejects.toThrow(sentence);
      }
    });

    it("contains the vocabulary, and is refused with another one of the same size", async () => {
      const options = { optimizer: sgd(0.1), engine }, { characters } = vocabulary;
      const { snapshot } = await train(model(), data(), {
        ...options,
        steps: 3,
        vocabulary: characters,
      });
      const resume = decodeCheckpoint(encodeCheckpoint(snapshot));
      expect(resume.vocabulary).toEqual(characters);
      const go = (vocabulary?: string[]) =>
        train(model(), data(), { ...options, steps: 4, resume, vocabulary });
      expect((await go()).snapshot.vocabulary).toEqual(characters);
      await expect(go([...characters.slice(0, -1), "z"])).rejects.toThrow(
        `Cannot restore: class ${
          V - 1
        } of the snapshot's vocabulary is "w", but the model's is "z"`,
      );
      await expect(go(characters.slice(0, -1))).rejects.toThrow(
        'is "w", but the model\'s is none',
      );
    });

    it("is not taken of weights that an update made infinite or NaN", async () => {
      const learner = model(), optimizer = sgd((step) => step < 4 ? 0.01 : 1e308);
      const options = { optimizer, engine, steps: 9, reportEvery: 1 };
      const error = await train(learner, data(), options).catch((error) => error);
      expect(error.message).toMatch(
        /^Cannot continue training: .+ at step [45]; the weights are those of step [34]$/,
      );
      expect(learner.cell.params.Whh.data.every(Number.isFinite)).toBe(true);
    });

    it("is not taken of a model whose weights are NaN from the start", async () => {
      const learner = model();
      learner.readout.params.by.data[0] = NaN;
      const training = train(learner, data(), { optimizer: sgd(0.1), engine, steps: 2 });
      await expect(training).rejects.toThrow("Cannot train: by must be finite, got NaN");
    });
  });
}

describe("a snapshot without the name of its optimizer", () => {
  it("is refused", async () => {
    const { optimizer: _, ...rest } = await snapshotOf(adagrad(0.1), readableEngine);
    const options = { optimizer: adagrad(0.1), steps: 4, resume: rest as Snapshot };
    await expect(train(model(), data(), options)).rejects.toThrow(
      "Cannot restore: the snapshot is of an unnamed optimizer, but the optimizer is adagrad",
    );
    expect(() => decodeCheckpoint(encodeCheckpoint(rest as Snapshot))).toThrow(
      "Cannot read the checkpoint: it must name its step and its optimizer, got 3 and none",
    );
  });
});

describe("a snapshot of a caption cell", () => {
  it("is refused by an RNN, although it has all of its weights", async () => {
    const cell = new CaptionCell(V, 6, 3, seeded(1)), { readout } = model();
    const trainer = await readableEngine.train({ cell, readout }, sgd(0.1));
    const { cell: _, ...unnamed } = trainer.snapshot();
    const options = { optimizer: sgd(0.1), steps: 4, resume: unnamed };
    await expect(train(model(), data(), options)).rejects.toThrow("Cannot restore W");
  });
});
