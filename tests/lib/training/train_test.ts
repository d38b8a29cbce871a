import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  adagrad,
  adam,
  type Batch,
  decodeCheckpoint,
  DivergenceError,
  encodeCheckpoint,
  type Engine,
  type Model,
  readableEngine,
  type Report,
  sgd,
  textBatches,
  train,
} from "rnn/train";
import { type Params, Readout, RNNCell, seeded, Vocabulary } from "rnn";
import { sample } from "rnn/text";
import { fastEngine } from "rnn/fast";

const text = "hello world. ".repeat(20);
const vocabulary = new Vocabulary(text);
const classes = vocabulary.encode(text);

function model(H = 12): Model {
  const random = seeded(3);
  return {
    cell: new RNNCell(vocabulary.size, H, random),
    readout: new Readout(H, vocabulary.size, random),
  };
}

const batches = (skip = 0) => textBatches(classes, { steps: 8, size: 4, skip });
const optimizer = adagrad(0.2), clip = { norm: 5 };
const weights = ({ cell, readout }: Model): Params => ({ ...cell.params, ...readout.params });
const bits = (params: Params) => Object.values(params).flatMap(({ data }) => [...data]);

const engines: Engine[] = [readableEngine, fastEngine({ workers: 1, blas: false })];
for (const engine of engines) {
  describe(`train() with ${engine.name}`, () => {
    it("learns a text and generates it", async () => {
      const learner = model();
      const { reports } = await train(learner, batches(), { optimizer, clip, engine, steps: 300 });
      expect(reports[0].step).toBe(100);
      expect(reports.at(-1)!.loss).toBeLessThan(0.3);
      const generated = sample(learner, vocabulary.encode("hel"), 10, { temperature: 0 });
      expect(vocabulary.decode(generated)).toBe("lo world. ");
    });

    it("continues from a checkpoint with the same bits", async () => {
      const whole = model(), parts = model();
      for (const rule of [adam(0.01), adagrad(0.1)]) {
        await train(whole, batches(), { optimizer: rule, clip, engine, steps: 20 });
        const { snapshot } = await train(parts, batches(), {
          optimizer: rule,
          clip,
          engine,
          steps: 10,
        });
        const resume = decodeCheckpoint(encodeCheckpoint(snapshot));
        await train(parts, batches(10), { optimizer: rule, clip, engine, steps: 20, resume });
        const [a, b] = [whole, parts].map((m) => bits(weights(m)));
        expect(a).toEqual(b);
      }
    });

    it("writes the weights into the model before each report", async () => {
      const learner = model(), seen: number[][] = [];
      const report = () => void seen.push(bits(weights(learner)));
      await train(learner, batches(), { optimizer, engine, steps: 25, reportEvery: 10, report });
      expect(seen.length).toBe(3);
      expect(seen[0]).not.toEqual(seen[1]);
      expect(seen[2]).toEqual(bits(weights(learner)));
    });

    it("reports the step where it diverges, and keeps the last good weights", async () => {
      const learner = model();
      let good: number[] = [];
      const report = () => void (good = bits(weights(learner)));
      const rate = (step: number) => step < 7 ? 0.01 : 1e308;
      const options = { optimizer: sgd(rate), engine, steps: 50, reportEvery: 3, report };
      const failed = await train(learner, batches(), options).catch((error) => error);
      expect(failed).toBeInstanceOf(DivergenceError);
      expect(failed.message).toMatch(
        /^Cannot continue training: .+ at step [78]; the weights are those of step 6$/,
      );
      expect(bits(weights(learner))).toEqual(good);
      expect(bits(failed.snapshot.params)).toEqual(good);
    });

    it("stops early and keeps the best weights", async () => {
      const learner = model(), best: number[] = [];
      let lowest = Infinity;
      const report = ({ heldOut }: Report) => {
        if (heldOut! < lowest) best.splice(0, Infinity, ...bits(weights(learner)));
        lowest = Math.min(lowest, heldOut!);
      };
      const other = vocabulary.encode("dlrow olleh. ".repeat(2));
      const heldOut = () => textBatches(other, { steps: 8, size: 2, once: true });
      const options = {
        optimizer,
        engine,
        steps: 400,
        reportEvery: 5,
        report,
        heldOut,
        patience: 3,
      };
      const { stopped, reports } = await train(learner, batches(), options);
      expect(stopped).toBe("patience");
      expect(reports.length).toBeLessThan(80);
      expect(bits(weights(learner))).toEqual(best);
    });

    it("stops at the end of the data", async () => {
      const three = [...textBatches(classes.slice(0, 97), { steps: 8, size: 4, once: true })];
      const { stopped, snapshot } = await train(model(), three, { optimizer, engine, steps: 9 });
      expect([stopped, snapshot.step]).toEqual(["data", 3]);
    });

    it("throws if a snapshot has another shape, and changes nothing", async () => {
      const big = model(13), learner = model(), before = bits(weights(learner));
      const options = { optimizer, engine, steps: 5 };
      const { snapshot } = await train(big, batches(), options);
      const resumed = train(learner, batches(), { ...options, resume: snapshot });
      await expect(resumed).rejects.toThrow(
        `Cannot restore Wxh: it must be 12×${vocabulary.size}, got 13×${vocabulary.size}`,
      );
      expect(bits(weights(learner))).toEqual(before);
    });

    it("throws if a batch that continues nothing, or another number of sequences, isn't fresh", async () => {
      const [batch] = batches();
      const stale: Batch = { ...batch, fresh: false };
      await expect(train(model(), [stale], { optimizer, engine, steps: 1 })).rejects.toThrow(
        "fresh",
      );
      const half: Batch = { ...batch, size: 2, steps: 8, fresh: false };
      await expect(train(model(), [batch, half], { optimizer, engine, steps: 2 })).rejects.toThrow(
        "fresh",
      );
    });
  });
}

describe("train()", () => {
  it("throws if an option is invalid", async () => {
    const invalid = {
      "Cannot train: steps must be a positive integer, got 0": { steps: 0 },
      "Cannot train: reportEvery must be a positive integer, got 0.5": {
        steps: 5,
        reportEvery: 0.5,
      },
      "Cannot stop early: patience needs held-out batches": { steps: 5, patience: 2 },
    };
    for (const [message, options] of Object.entries(invalid)) {
      await expect(train(model(), batches(), { optimizer, ...options })).rejects.toThrow(message);
    }
    const negative = train(model(), batches(), { optimizer, steps: 1, clip: { norm: -1 } });
    await expect(negative).rejects.toThrow(
      "Cannot clip: the threshold must be non-negative, got -1",
    );
  });
});
