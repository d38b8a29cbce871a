import { choice, seeded } from "../../lib/random.ts";
import { type LabeledSentence, sentimentSentences } from "../sentences/sentiment.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { wordTokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { type Example, randomTask, type SequenceShape } from "./shape.ts";

/** A sentence, word by word, and at its end the mood; what is tried are patterns that were never learnt from. */
export function manyToOne(): SequenceShape {
  const { train, test } = sentimentSentences(seeded(1)), classes = ["displeased", "pleased"];
  const words = new WordVocabulary(train.map(({ text }) => text));
  const longest = Math.max(...[...train, ...test].map(({ text }) => words.encode(text).length));
  const example = ({ text, sentiment }: LabeledSentence): Example => {
    const xs = late(words.encode(text), longest);
    return { xs, targets: xs.map((_, t) => t === longest - 1 ? sentiment : null) };
  };
  const sizes = { inputSize: words.size, outputSize: 2 };
  const of = (name: string, part: LabeledSentence[]) =>
    randomTask(name, sizes, (random) => example(choice(part, random)));
  const tasks = { train: of("sentences", train), test: of("unseen patterns", test) };
  const what = { inputSize: words.size, words: words.words, classes };
  return { name: "many to one", ...what, chance: 1 / 2, ...tasks };
}

const [NUMBERS, LEARNT] = [1000, 700];
const [READ, WRITTEN] = [5, 4]; // "nine hundred and ninety -nine", then three digits and the end

/** A number from 0 to 999 in words, read to its end, and then its digits, written with no more input. */
export function manyToMany(): SequenceShape {
  const all = Array.from({ length: NUMBERS }, (_, n) => n), random = seeded(1);
  const order = all.map((n) => ({ n, key: random() })).sort((a, b) => a.key - b.key);
  const part = (from: number, to?: number) => order.slice(from, to).map(({ n }) => n);
  const words = new WordVocabulary(all.map((n) => wordTokenizer.tokenize(numberInEnglish(n))));
  const classes = [..."0123456789."];
  const example = (n: number): Example => ({
    xs: [
      ...late(words.encode(wordTokenizer.tokenize(numberInEnglish(n))), READ),
      ...new Array(WRITTEN).fill(null),
    ],
    targets: [...new Array(READ).fill(null), ...digitsOf(n)],
  });
  const sizes = { inputSize: words.size, outputSize: classes.length };
  const of = (name: string, numbers: number[]) =>
    randomTask(name, sizes, (random) => example(choice(numbers, random)));
  const tasks = { train: of("numbers", part(0, LEARNT)), test: of("unseen numbers", part(LEARNT)) };
  const what = { inputSize: words.size, words: words.words, classes };
  return { name: "many to many", ...what, chance: 1 / NUMBERS, ...tasks };
}

/** The digits of a number and the end, nothing behind it. */
function digitsOf(n: number): (number | null)[] {
  const digits = [...String(n)].map(Number);
  return Array.from({ length: WRITTEN }, (_, t) => digits[t] ?? (t === digits.length ? 10 : null));
}

/** Classes with nothing before them, so that all end at the same step. */
function late(classes: number[], length: number): (number | null)[] {
  return [...new Array(length - classes.length).fill(null), ...classes];
}
