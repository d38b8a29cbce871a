import { beamSearch, bleu, exactMatch, tokenBatch, type WordVocabulary } from "rnn/text";
import {
  captionDecoder,
  type Captioner,
  extractFeatures,
  greedyCaptions,
  perplexity,
  sceneCNN,
} from "rnn/models";
import { type Digit, imageColumns, makeScenes, type Scene } from "rnn/data";
import { type Matrix, type Params, seeded } from "rnn";
import { interval, mean } from "../statistics.ts";

/** How well scenes of unseen digits are captioned. */
export interface Figures {
  /** The share of greedy captions that are one of the five right ones, and a bootstrap interval of 95 % over scenes. */
  exact: number;
  low: number;
  high: number;
  /** The same for scenes of one, two and three digits. */
  one: number;
  two: number;
  three: number;
  /** Exact match of beam search. */
  beam: number;
  bleu1: number;
  bleu2: number;
  bleu3: number;
  bleu4: number;
  perplexity: number;
}

/** Who is examined, on what. */
export interface Exam {
  captioner: Captioner;
  digits: Digit[];
  vocabulary: WordVocabulary;
  /** How many test scenes. */
  scenes: number;
  /** The width of the beam; 0 for none. */
  beam: number;
}

const LONGEST = 14;

/** Captions test scenes, the same for every captioner, and compares. */
export function evaluate(exam: Exam, params: Params): Figures {
  const { captioner, digits, vocabulary, beam } = exam;
  const scenes = makeScenes(digits, { count: exam.scenes, split: "test", random: seeded(2015) });
  const v = extractFeatures(sceneCNN, params, imageColumns(scenes));
  const how = { start: vocabulary.start, end: vocabulary.end, longest: LONGEST };
  const said = greedyCaptions(captioner, params, v, how).map((words) => vocabulary.decode(words));
  const right = rightOf(said, scenes);
  const [low, high] = interval(right, seeded(95));
  const of = (count: number) => mean(right.filter((_, n) => scenes[n].digits.length === count));
  const [bleu1, bleu2, bleu3, bleu4] = bleu(said, scenes.map(({ captions }) => captions)).scores;
  const searched = beam > 0 ? search(exam, params, v) : said;
  return {
    ...{ exact: mean(right), low, high, one: of(1), two: of(2), three: of(3) },
    beam: mean(rightOf(searched, scenes)),
    ...{ bleu1, bleu2, bleu3, bleu4 },
    perplexity: perplexityOf(exam, params, v, scenes),
  };
}

/** The best caption of a beam search for each image. */
function search({ captioner, vocabulary, beam }: Exam, params: Params, v: Matrix): string[] {
  return Array.from({ length: v.cols }, (_, n) => {
    const decoder = captionDecoder(captioner, params, v.column(n));
    const how = { width: beam, end: vocabulary.end, lengthPenalty: 1 };
    return vocabulary.decode(
      beamSearch(decoder, [vocabulary.start], LONGEST, how).hypotheses[0].classes,
    );
  });
}

/** The perplexity of one right caption of each scene, each of the five in turn. */
function perplexityOf(
  { captioner, vocabulary }: Exam,
  params: Params,
  v: Matrix,
  scenes: Scene[],
): number {
  const right = scenes.map(({ captions }, n) => captions[n % captions.length]);
  const { steps, size, xs, targets } = tokenBatch(vocabulary, right);
  const cut = (all: Int32Array) =>
    Array.from({ length: steps }, (_, t) => all.subarray(t * size, (t + 1) * size));
  const captions = { words: cut(xs as Int32Array), targets: cut(targets as Int32Array) };
  return perplexity(captioner, params, v, captions);
}

function rightOf(said: string[], scenes: Scene[]): number[] {
  return said.map((caption, n) => exactMatch([caption], [scenes[n].captions]));
}
