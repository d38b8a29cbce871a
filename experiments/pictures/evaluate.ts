import { seeded } from "rnn";
import {
  captionError,
  nounsRight,
  pictureCaptions,
  type PictureScene,
  relationRight,
} from "rnn/data";
import type { PictureLanguage, PictureNoun } from "rnn/files";
import { bleu, cider, exactMatch } from "rnn/text";
import { interval, share } from "../statistics.ts";

/** Metrics of captions of scenes. */
export interface Figures {
  /** The share of captions that name every noun with its number, and no other. */
  nouns: number;
  /** The share that states the relation, in either direction. */
  relation: number;
  /** The share of which both is true, and its bootstrap interval of 95 % over scenes. */
  both: number;
  low: number;
  high: number;
  /** The share that equals one of the captions of the scene. */
  exact: number;
  bleu4: number;
  cider: number;
  /** The number of captions with each kind of error; of several, the first. */
  errors: Record<string, number>;
}

/** The scenes of an exam, and what captions of them are made of. */
export interface Exam {
  scenes: PictureScene[];
  nouns: readonly PictureNoun[];
  language: PictureLanguage;
}

/** Judges the captions of an exam's scenes. */
export function judge(said: string[], { scenes, nouns, language }: Exam): Figures {
  const references = scenes.map((scene) =>
    pictureCaptions(scene, nouns, language).map(({ text }) => text)
  );
  const named = said.map((text, n) => nounsRight(scenes[n], text, nouns, language));
  const placed = said.map((text, n) => relationRight(scenes[n], text, nouns, language));
  const both = named.map((right, n) => right && placed[n]);
  const [low, high] = interval(both, seeded(95));
  const errors: Record<string, number> = {};
  said.forEach((text, n) => {
    const error = captionError(scenes[n], text, nouns, language);
    if (error) errors[error] = (errors[error] ?? 0) + 1;
  });
  return {
    nouns: share(named),
    relation: share(placed),
    ...{ both: share(both), low, high },
    exact: exactMatch(said, references),
    bleu4: bleu(said, references).scores[3],
    cider: cider(said, references).score,
    errors,
  };
}
