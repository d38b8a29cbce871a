import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { beamSearch, characterTokenizer, sample, wordTokenizer, WordVocabulary } from "rnn/text";
import {
  exactMatchRate,
  greedyTranslations,
  numberPairs,
  numberVocab,
  padSources,
  type Pair,
  sourceEncodings,
  splitPairs,
  translationBatch,
  translationDecoder,
  translationLoss,
  type TranslationVocab,
  translatorParams,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, toValues } from "rnn/autodiff";
import { numberInEnglish, numberInFrench } from "rnn/data";
import {
  LSTMCell,
  type Matrix,
  numericalGradient,
  oneHot,
  Readout,
  relativeError,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";

const numbers = [7, 70, 97, 201, 1001, 80];
const pairs: Pair[] = numbers.map((n) => [numberInEnglish(n), numberInFrench(n)]);
const vocab: TranslationVocab = {
  tokenizer: wordTokenizer,
  source: new WordVocabulary(pairs.map(([text]) => wordTokenizer.tokenize(text))),
  target: new WordVocabulary(pairs.map(([, text]) => wordTokenizer.tokenize(text))),
  reversed: true,
};
const sizes = { source: vocab.source.size, target: vocab.target.size, hidden: 4 };
const batch = translationBatch(vocab, pairs);

describe("translationLoss()", () => {
  const params = translatorParams(sizes, seeded(3));
  const loss = () => {
    const values = toValues(params);
    return { values, E: translationLoss(values, batch, zerosLikeBatch(pairs.length)) };
  };
  const { values, E } = loss(), found = gradients(E);

  for (const name of Object.keys(params)) {
    it(`translationLoss() has the gradient of finite differences for ${name}`, () => {
      const d = found.get(values[name])!;
      const numerical = numericalGradient(() => loss().E.matrix.at(0), params[name]);
      expect(relativeError(d, numerical)).toBeLessThan(1e-7);
      expect(d.norm()).toBeGreaterThan(1e-3);
    });
  }

  it("translationLoss() equals that of two LSTMCells, the second starting from the state of the first", () => {
    const { WxEnc, WhEnc, WxDec, WhDec, Why, by } = params, H = sizes.hidden;
    const cell = (Wx: Matrix, Wh: Matrix) => {
      const made = new LSTMCell(Wx.cols, H, seeded(1));
      ["i", "f", "o", "g"].forEach((gate, n) => {
        const into = made.params as Record<string, Matrix>;
        into[`Wx${gate}`].data.set(Wx.sliceRows(n * H, (n + 1) * H).data);
        into[`Wh${gate}`].data.set(Wh.sliceRows(n * H, (n + 1) * H).data);
      });
      return made;
    };
    const readout = new Readout(H, sizes.target, seeded(1));
    readout.params.Why.data.set(Why.data);
    readout.params.by.data.set(by.data);
    let sum = 0;
    for (const pair of pairs) {
      const { source, words, targets } = translationBatch(vocab, [pair]);
      const columns = (steps: Int32Array[], size: number) => steps.map(([n]) => oneHot(n, size));
      const encoded = unroll(cell(WxEnc, WhEnc), columns(source, sizes.source)).at(-1)!.state;
      const trace = unroll(cell(WxDec, WhDec), columns(words, sizes.target), encoded);
      sum += sequenceLoss(readout, trace, targets.map(([n]) => n)).loss;
    }
    expect(E.matrix.at(0)).toBeCloseTo(sum / pairs.length, 12);
  });

  it("translationLoss() refuses sentences and translations of zero length", () => {
    expect(() => translationLoss(values, { ...batch, source: [] }, zerosLikeBatch(6)))
      .toThrow("Cannot translate a sentence of zero length");
    expect(() => translationLoss(values, { ...batch, words: [] }, zerosLikeBatch(6)))
      .toThrow("Cannot compute the loss of 0 time steps");
  });
});

describe("greedyTranslations()", () => {
  const params = translatorParams(sizes, seeded(4));
  for (const W of Object.values(params)) W.data.forEach((w, n) => W.data[n] = 3 * w);
  const texts = pairs.map(([text]) => text);

  it("greedyTranslations() and sourceEncodings() are independent of the batch", () => {
    const all = greedyTranslations(vocab, params, texts, 6);
    const states = sourceEncodings(vocab, params, texts);
    texts.forEach((text, n) => {
      expect(greedyTranslations(vocab, params, [text], 6)).toEqual([all[n]]);
      expect(relativeError(sourceEncodings(vocab, params, [text]), states.column(n)))
        .toBeLessThan(
          1e-14,
        );
    });
  });

  it("greedyTranslations() equals sample() at temperature 0 and a beam of one", () => {
    const { start, end } = vocab.target;
    texts.forEach((text, n) => {
      const decoder = translationDecoder(vocab, params, text);
      const classes = sample(decoder, [start], 6, { temperature: 0, end });
      const [best] = beamSearch(decoder, [start], 6, { width: 1, end }).hypotheses;
      const sampled = wordTokenizer.detokenize(vocab.target.decode(classes));
      expect(sampled).toBe(greedyTranslations(vocab, params, texts, 6)[n]);
      expect(best.classes).toEqual(classes);
    });
  });

  it("refuse a length that is not a positive integer, and a class outside the vocabulary", () => {
    for (const longest of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => greedyTranslations(vocab, params, texts, longest))
        .toThrow(`Cannot decode: longest must be a positive integer, got ${longest}`);
    }
    const { step, initialState } = translationDecoder(vocab, params, texts[0]);
    for (const index of [-1, 0.5, NaN, vocab.target.size]) {
      expect(() => step(initialState, index)).toThrow(`Cannot read class ${index}`);
    }
  });

  it("translate more sentences than a function can take arguments", () => {
    const lists = padSources(vocab, new Array(130_000).fill(texts[0]));
    expect(lists[0].length).toBe(130_000);
  });

  it("exactMatchRate() is the share of exact matches", () => {
    const own = greedyTranslations(vocab, params, texts, 6);
    const half = own.map((text, n): Pair => [texts[n], n % 2 ? text : text + "!"]);
    expect(exactMatchRate(vocab, params, half, 6)).toBe(0.5);
    expect(() => exactMatchRate(vocab, params, [], 6)).toThrow(
      "Cannot compute the exact match of 0 translations",
    );
  });
});

describe("padSources()", () => {
  it("padSources() reverses sentences and pads them on the left", () => {
    const words = (steps: Int32Array[], b: number) =>
      steps.map((row) => row[b] < 0 ? "" : vocab.source.words[row[b]]);
    const steps = padSources(vocab, ["ninety-seven", "seven"]);
    expect(words(steps, 0)).toEqual(["-seven", "ninety"]);
    expect(words(steps, 1)).toEqual(["", "seven"]);
    const forward = padSources({ ...vocab, reversed: false }, ["ninety-seven"]);
    expect(words(forward, 0)).toEqual(["ninety", "-seven"]);
  });

  it("padSources() refuses a sentence of zero length, no sentences and an unknown word", () => {
    expect(() => padSources(vocab, ["seven", " "]))
      .toThrow("Cannot translate a sentence of zero length");
    expect(() => padSources(vocab, [])).toThrow(
      "Cannot translate: expected at least one sentence, got 0",
    );
    expect(() => padSources(vocab, ["seven dozen"]))
      .toThrow('Cannot encode "dozen" at word 2');
    const letters = new WordVocabulary(["s e v e n"]);
    expect(() => padSources({ ...vocab, tokenizer: characterTokenizer, source: letters }, ["six"]))
      .toThrow('Cannot encode "i" at word 2');
  });
});

describe("splitPairs()", () => {
  it("splitPairs() puts every number into one of two parts, the same for the same seed", () => {
    const all = numberPairs(), { train, test } = splitPairs(all, 6000, seeded(1));
    expect([train.length, test.length]).toEqual([6000, 4000]);
    expect(new Set([...train, ...test]).size).toBe(10_000);
    expect(splitPairs(all, 6000, seeded(1)).test).toEqual(test);
    const { source, target } = numberVocab(wordTokenizer, true);
    for (const [english, french] of test) {
      expect(source.decode(source.encode(wordTokenizer.tokenize(english)))).toBe(
        wordTokenizer.tokenize(english),
      );
      expect(target.decode(target.encode(wordTokenizer.tokenize(french)))).toBe(
        wordTokenizer.tokenize(french),
      );
    }
  });

  it("splitPairs() refuses an empty test set", () => {
    expect(() => splitPairs(pairs, 6, seeded(1)))
      .toThrow("Cannot split pairs: count must be an integer from 1 to 5, got 6");
  });
});
