import { largest } from "../../lib/extent.ts";
import { seeded } from "../../lib/random.ts";
import { type LabeledSentence, sentimentSentences } from "../sentences/sentiment.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { wordTokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { type Example, type SequenceShape, shapeOf } from "./shape.ts";

/** Classifies the sentiment of a sentence at its last word; the test sentences have other patterns than the training ones. */
export function manyToOne(): SequenceShape {
  const sentences = sentimentSentences(seeded(1)), { train, test } = sentences;
  const vocabulary = new WordVocabulary(train.map(({ text }) => text));
  const length = largest([...train, ...test].map(({ text }) => vocabulary.encode(text).length));
  const example = ({ text, sentiment }: LabeledSentence): Example => {
    const xs = padLeft(vocabulary.encode(text), length);
    return { xs, targets: xs.map((_, t) => t === length - 1 ? sentiment : null) };
  };
  const { size: inputSize, words } = vocabulary, classes = ["displeased", "pleased"];
  const properties = { name: "many to one", inputSize, words, classes, chance: 1 / 2 } as const;
  return shapeOf(properties, sentences, { train: "sentences", test: "unseen patterns" }, example);
}

const [NUMBERS, TRAIN_NUMBERS] = [1000, 700];
const [SOURCE_LENGTH, TARGET_LENGTH] = [5, 4]; // "nine hundred and ninety -nine"; three digits and the end sign

/** Translates a number from 0 to 999: reads it in words to the end, then writes its digits without further input. */
export function manyToMany(): SequenceShape {
  const all = Array.from({ length: NUMBERS }, (_, n) => n), random = seeded(1);
  const order = all.map((n) => ({ n, key: random() })).sort((a, b) => a.key - b.key)
    .map(({ n }) => n);
  const numbers = { train: order.slice(0, TRAIN_NUMBERS), test: order.slice(TRAIN_NUMBERS) };
  const tokens = (n: number) => wordTokenizer.tokenize(numberInEnglish(n));
  const vocabulary = new WordVocabulary(all.map(tokens));
  const example = (n: number): Example => ({
    xs: [
      ...padLeft(vocabulary.encode(tokens(n)), SOURCE_LENGTH),
      ...new Array(TARGET_LENGTH).fill(null),
    ],
    targets: [...new Array(SOURCE_LENGTH).fill(null), ...digitsOf(n)],
  });
  const { size: inputSize, words } = vocabulary, classes = [..."0123456789."];
  const properties = {
    name: "many to many",
    inputSize,
    words,
    classes,
    chance: 1 / NUMBERS,
  } as const;
  return shapeOf(properties, numbers, { train: "numbers", test: "unseen numbers" }, example);
}

/** Returns the digits of a number and the end sign, padded with null. */
function digitsOf(n: number): (number | null)[] {
  const digits = [...String(n)].map(Number);
  return Array.from(
    { length: TARGET_LENGTH },
    (_, t) => digits[t] ?? (t === digits.length ? 10 : null),
  );
}

/** Pads classes with null in front, so that all sequences end at the same step. */
function padLeft(classes: number[], length: number): (number | null)[] {
  return [...new Array(length - classes.length).fill(null), ...classes];
}
