import { choice, seeded } from "../../lib/random.ts";
import { type LabeledSentence, sentimentSentences } from "../sentences/sentiment.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { wordTokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { type Example, type SequenceShape, taskFromExamples } from "./shape.ts";

/** Classifies the sentiment of a sentence at its last word; the test sentences have other patterns than the training ones. */
export function manyToOne(): SequenceShape {
  const { train, test } = sentimentSentences(seeded(1)), classes = ["displeased", "pleased"];
  const words = new WordVocabulary(train.map(({ text }) => text));
  const longest = Math.max(...[...train, ...test].map(({ text }) => words.encode(text).length));
  const example = ({ text, sentiment }: LabeledSentence): Example => {
    const xs = padLeft(words.encode(text), longest);
    return { xs, targets: xs.map((_, t) => t === longest - 1 ? sentiment : null) };
  };
  const sizes = { inputSize: words.size, outputSize: 2 };
  const of = (name: string, part: LabeledSentence[]) =>
    taskFromExamples(name, sizes, (random) => example(choice(part, random)));
  const tasks = { train: of("sentences", train), test: of("unseen patterns", test) };
  const what = { inputSize: words.size, words: words.words, classes };
  return { name: "many to one", ...what, chance: 1 / 2, ...tasks };
}

const [NUMBERS, TRAIN_NUMBERS] = [1000, 700];
const [SOURCE_LENGTH, TARGET_LENGTH] = [5, 4]; // "nine hundred and ninety -nine"; three digits and the end sign

/** Translates a number from 0 to 999: reads it in words to the end, then writes its digits without further input. */
export function manyToMany(): SequenceShape {
  const all = Array.from({ length: NUMBERS }, (_, n) => n), random = seeded(1);
  const order = all.map((n) => ({ n, key: random() })).sort((a, b) => a.key - b.key);
  const part = (from: number, to?: number) => order.slice(from, to).map(({ n }) => n);
  const words = new WordVocabulary(all.map((n) => wordTokenizer.cut(numberInEnglish(n))));
  const classes = [..."0123456789."];
  const example = (n: number): Example => ({
    xs: [
      ...padLeft(words.encode(wordTokenizer.cut(numberInEnglish(n))), SOURCE_LENGTH),
      ...new Array(TARGET_LENGTH).fill(null),
    ],
    targets: [...new Array(SOURCE_LENGTH).fill(null), ...digitsOf(n)],
  });
  const sizes = { inputSize: words.size, outputSize: classes.length };
  const of = (name: string, numbers: number[]) =>
    taskFromExamples(name, sizes, (random) => example(choice(numbers, random)));
  const tasks = {
    train: of("numbers", part(0, TRAIN_NUMBERS)),
    test: of("unseen numbers", part(TRAIN_NUMBERS)),
  };
  const what = { inputSize: words.size, words: words.words, classes };
  return { name: "many to many", ...what, chance: 1 / NUMBERS, ...tasks };
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
