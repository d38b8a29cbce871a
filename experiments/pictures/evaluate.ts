import { type Params, seeded } from "rnn";
import {
  CAPTION_ERRORS,
  captionError,
  nounsRight,
  pictureCaptions,
  type PictureScene,
  relationRight,
} from "rnn/data";
import type { PictureLanguage, PictureNoun } from "rnn/files";
import { type Captioner, greedyCaptions } from "rnn/models";
import { bleu, cider, exactMatch, type WordVocabulary } from "rnn/text";
import { interval, mean } from "../statistics.ts";
import { columnsOf, type Examples } from "./train.ts";

/** Metrics of greedy captions. */
export interface Figures {
  /** The share of scenes in which every noun and the relation are right, with a bootstrap interval of 95% over scenes. */
  right: number;
  low: number;
  high: number;
  nouns: number;
  relation: number;
  /** `right` by relation. */
  alone?: number;
  left?: number;
  above?: number;
  front?: number;
  exact: number;
  bleu1: number;
  bleu2: number;
  bleu3: number;
  bleu4: number;
  cider: number;
  /** The number of captions with each kind of error. */
  errors: Record<string, number>;
}

/** The trained captioner that is evaluated. */
export interface Candidate {
  captioner: Captioner;
  params: Params;
  nouns: readonly PictureNoun[];
  language: PictureLanguage;
  vocabulary: WordVocabulary;
}

const [LONGEST, TOGETHER] = [20, 50];

/** Captions the scenes greedily. */
export function captionsOf(
  { captioner, params, vocabulary }: Candidate,
  examples: Examples,
): string[] {
  const how = { start: vocabulary.start, end: vocabulary.end, longest: LONGEST };
  const all = examples.scenes.map((_, n) => n), texts: string[] = [];
  for (let n = 0; n < all.length; n += TOGETHER) {
    const v = columnsOf(examples, all.slice(n, n + TOGETHER));
    for (const words of greedyCaptions(captioner, params, v, how)) {
      texts.push(vocabulary.decode(words));
    }
  }
  return texts;
}

/** Compares captions of scenes with what is true of them. */
export function figuresOf(
  texts: readonly string[],
  scenes: readonly PictureScene[],
  { nouns, language }: Pick<Candidate, "nouns" | "language">,
): Figures {
  const check = (judge: typeof nounsRight) =>
    scenes.map((scene, n) => Number(judge(scene, texts[n], nouns, language)));
  const named = check(nounsRight), related = check(relationRight);
  const right = named.map((value, n) => value * related[n]);
  const [low, high] = interval(right, seeded(95));
  const of = (relation: PictureScene["relation"]) => {
    const part = right.filter((_, n) => scenes[n].relation === relation);
    return part.length > 0 ? { [relation]: mean(part) } : {};
  };
  const references = scenes.map((scene) =>
    pictureCaptions(scene, nouns, language).map(({ text }) => text)
  );
  const [bleu1, bleu2, bleu3, bleu4] = bleu([...texts], references).scores;
  return {
    ...{ right: mean(right), low, high, nouns: mean(named), relation: mean(related) },
    ...{ ...of("alone"), ...of("left"), ...of("above"), ...of("front") },
    exact: exactMatch([...texts], references),
    ...{ bleu1, bleu2, bleu3, bleu4, cider: cider([...texts], references).score },
    errors: countErrors(texts, scenes, nouns, language),
  };
}

function countErrors(
  texts: readonly string[],
  scenes: readonly PictureScene[],
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): Record<string, number> {
  const found = scenes.map((scene, n) => captionError(scene, texts[n], nouns, language));
  return Object.fromEntries(
    CAPTION_ERRORS.map((kind) => [kind, found.filter((error) => error === kind).length])
      .filter(([, count]) => count !== 0),
  );
}
