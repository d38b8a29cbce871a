import { choice, type Random } from "../../lib/random.ts";
import { HAND_WRITTEN } from "./sentiment_by_hand.ts";

/** A sentence with its sentiment. */
export interface LabeledSentence {
  readonly text: string;
  /** 1 where somebody is pleased, 0 where not. */
  readonly sentiment: 0 | 1;
  /** The pattern that it was made by, such as "the THING was not ADJECTIVE at all"; "by hand" for the others. */
  readonly pattern: string;
}

const THINGS = "film book song meal story play room trip show game cake soup".split(" ");
const DEGREES = "very really quite so".split(" ");
const ADJECTIVES = [
  "bad boring awful dull poor sad ugly weak slow terrible".split(" "),
  "good great lovely funny fine clever fresh bright fast wonderful".split(" "),
];
const VERBS = ["hate", "like"], PAST = ["hated", "liked"];

/** THING, DEGREE and the like are drawn; ADJECTIVE, VERB and PAST are of one sentiment, OPPOSITE of the other; ! turns the sentiment round. */
const TRAINED = [
  "the THING was ADJECTIVE",
  "the THING was DEGREE ADJECTIVE",
  "! the THING was not ADJECTIVE",
  "! the THING was not ADJECTIVE at all",
  "! the THING was never ADJECTIVE",
  "i PAST the THING",
  "i really PAST the THING",
  "! i did not VERB the THING",
  "! i never PAST the THING",
  "! nobody PAST the THING",
  "what a ADJECTIVE THING",
  "a ADJECTIVE THING",
  "they said it was ADJECTIVE",
  "! they never said it was ADJECTIVE",
  "! nobody said the THING was ADJECTIVE",
  "! i did not say it was DEGREE ADJECTIVE",
  "i thought it was a ADJECTIVE THING",
  "! i never thought it was ADJECTIVE",
  "! it was never a ADJECTIVE THING",
  "! i did not have a ADJECTIVE THING",
  "! i never had a DEGREE ADJECTIVE THING",
  "it was a DEGREE ADJECTIVE THING",
  "! not a ADJECTIVE THING",
  "! not a ADJECTIVE THING at all",
  "i found the THING ADJECTIVE",
  "! i did not find the THING DEGREE ADJECTIVE",
  "! nobody found the THING ADJECTIVE",
  "the THING was ADJECTIVE and ADJECTIVE",
  "the THING was not OPPOSITE , it was ADJECTIVE",
  "the THING was OPPOSITE , but the THING was ADJECTIVE and i PAST it",
  "! i thought the THING was ADJECTIVE , but it was not",
  "i thought the THING was ADJECTIVE , and it was",
  "the THING was ADJECTIVE , not OPPOSITE",
];
const HELD_OUT = [
  "! the THING was not DEGREE ADJECTIVE",
  "! it was not a ADJECTIVE THING",
  "! i did not find the THING ADJECTIVE",
  "! i never found the THING ADJECTIVE",
  "! nobody thought the THING was ADJECTIVE",
  "! it was not ADJECTIVE at all",
  "i found the THING DEGREE ADJECTIVE",
  "a DEGREE ADJECTIVE THING",
  "it was not OPPOSITE , it was ADJECTIVE",
  "what a ADJECTIVE and ADJECTIVE THING",
  "i PAST the THING , it was ADJECTIVE",
];
const [EACH_TRAINED, EACH_HELD_OUT] = [22, 20];

/**
 * Sentences about films and meals with their sentiment, each once: some by hand and some by rules to train on, and to test on
 * sentences of patterns, tricky negations among them, that none of those was made by.
 */
export function sentimentSentences(
  random: Random,
): { train: LabeledSentence[]; test: LabeledSentence[] } {
  const train = TRAINED.flatMap((pattern) => drawn(pattern, EACH_TRAINED, random));
  const test = HELD_OUT.flatMap((pattern) => drawn(pattern, EACH_HELD_OUT, random));
  const byHand = HAND_WRITTEN.flatMap((lines, sentiment) =>
    lines.map((text): LabeledSentence => ({
      text,
      sentiment: sentiment as 0 | 1,
      pattern: "by hand",
    }))
  );
  return { train: [...byHand, ...train], test };
}

/** Different sentences of one pattern, about half of each sentiment: `count` of them, where it holds as many. */
function drawn(pattern: string, count: number, random: Random): LabeledSentence[] {
  const found = new Map<string, LabeledSentence>();
  for (let n = 0; n < 40 * count && found.size < count; n++) { // a pattern may hold fewer
    const sentiment = (n % 2) as 0 | 1, text = filled(pattern, sentiment, random);
    found.set(text, { text, sentiment, pattern: pattern.replace("! ", "") });
  }
  return [...found.values()];
}

function filled(pattern: string, sentiment: 0 | 1, random: Random): string {
  const any = (list: string[]) => choice(list, random);
  const turned = pattern.startsWith("! "), own = turned ? 1 - sentiment : sentiment;
  const words: Record<string, () => string> = {
    THING: () => any(THINGS),
    DEGREE: () => any(DEGREES),
    ADJECTIVE: () => any(ADJECTIVES[own]),
    OPPOSITE: () => any(ADJECTIVES[1 - own]),
    VERB: () => VERBS[own],
    PAST: () => PAST[own],
  };
  return pattern.replace("! ", "").replaceAll(/[A-Z]+/g, (slot) => words[slot]());
}
