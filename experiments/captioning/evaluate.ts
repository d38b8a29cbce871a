import { beamSearch, bleu, exactMatch, tokenBatch, type WordVocabulary } from "rnn/text";
import {
  captionDecoder,
  type Captioner,
  captionSteps,
  extractFeatures,
  greedyCaptions,
  perplexity,
  sceneCNN,
} from "rnn/models";
import { type Digit, imageColumns, makeScenes, type Scene, type Split } from "rnn/data";
import { type Matrix, type Params, seeded } from "rnn";
import { interval, mean } from "../statistics.ts";

/** Metrics of captions of scenes with held-out digits. */
export interface Figures {
  /** The share of greedy captions that match one of five references, and a bootstrap interval of 95 % over scenes. */
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

/** The captioner and the scenes of an evaluation. */
export interface Exam {
  captioner: Captioner;
  digits: Digit[];
  vocabulary: WordVocabulary;
  /** The number of scenes. */
  scenes: number;
  /** The part of the digits that they are made of: the test digits without it. */
  split?: Split;
  /** The width of the beam; 0 for none. */
  beam: number;
}

const LONGEST = 14;

/** Evaluates a captioner on scenes that are the same for every captioner. */
export function evaluate(exam: Exam, params: Params): Figures {
  const { captioner, digits, vocabulary, scenes: count, split = "test", beam } = exam;
  const scenes = makeScenes(digits, { count, split, random: seeded(2015) });
  const v = extractFeatures(sceneCNN, params, imageColumns(scenes));
  const how = { start: vocabulary.start, end: vocabulary.end, longest: LONGEST };
  const greedy = greedyCaptions(captioner, params, v, how).map((words) => vocabulary.decode(words));
  const right = matchesOf(greedy, scenes);
  const [low, high] = interval(right, seeded(95));
  const of = (count: number) => mean(right.filter((_, n) => scenes[n].digits.length === count));
  const [bleu1, bleu2, bleu3, bleu4] = bleu(greedy, scenes.map(({ captions }) => captions)).scores;
  const searched = beam > 0 ? search(exam, params, v) : greedy;
  return {
    ...{ exact: mean(right), low, high, one: of(1), two: of(2), three: of(3) },
    beam: mean(matchesOf(searched, scenes)),
    ...{ bleu1, bleu2, bleu3, bleu4 },
    perplexity: perplexityOf(exam, params, v, scenes),
  };
}

/** Returns the best caption of a beam search for each image. */
function search({ captioner, vocabulary, beam }: Exam, params: Params, v: Matrix): string[] {
  return Array.from({ length: v.cols }, (_, n) => {
    const decoder = captionDecoder(captioner, params, v.column(n));
    const how = { width: beam, end: vocabulary.end, lengthPenalty: 1 };
    return vocabulary.decode(
      beamSearch(decoder, [vocabulary.start], LONGEST, how).hypotheses[0].classes,
    );
  });
}

/** Computes the perplexity of one reference of each scene, each of the five in turn. */
function perplexityOf(
  { captioner, vocabulary }: Exam,
  params: Params,
  v: Matrix,
  scenes: Scene[],
): number {
  const references = scenes.map(({ captions }, n) => captions[n % captions.length]);
  return perplexity(captioner, params, v, captionSteps(tokenBatch(vocabulary, references)));
}

function matchesOf(captions: string[], scenes: Scene[]): number[] {
  return captions.map((caption, n) => exactMatch([caption], [scenes[n].captions]));
}
