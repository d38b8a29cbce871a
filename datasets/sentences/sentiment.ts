import { anyOf, type Random } from "../../lib/random.ts";
import { HAND_WRITTEN } from "./sentiment_by_hand.ts";

/** A sentence with its mood. */
export interface MoodSentence {
  readonly text: string;
  /** 1 where somebody is pleased, 0 where not. */
  readonly mood: 0 | 1;
  /** The pattern that it was made by, such as "the THING was not MOOD at all"; "by hand" for the others. */
  readonly pattern: string;
}

const THINGS = "film book song meal story play room trip show game cake soup".split(" ");
const DEGREES = "very really quite so".split(" ");
const MOODS = [
  "bad boring awful dull poor sad ugly weak slow terrible".split(" "),
  "good great lovely funny fine clever fresh bright fast wonderful".split(" "),
];
const VERBS = ["hate", "like"], PAST = ["hated", "liked"];

/** THING, DEGREE and the like are drawn; MOOD, VERB and PAST are of one mood, UNMOOD of the other; ! turns the mood round. */
const TRAINED = [
  "the THING was MOOD",
  "the THING was DEGREE MOOD",
  "! the THING was not MOOD",
  "! the THING was not MOOD at all",
  "! the THING was never MOOD",
  "i PAST the THING",
  "i really PAST the THING",
  "! i did not VERB the THING",
  "! i never PAST the THING",
  "! nobody PAST the THING",
  "what a MOOD THING",
  "a MOOD THING",
  "they said it was MOOD",
  "! they never said it was MOOD",
  "! nobody said the THING was MOOD",
  "! i did not say it was DEGREE MOOD",
  "i thought it was a MOOD THING",
  "! i never thought it was MOOD",
  "! it was never a MOOD THING",
  "! i did not have a MOOD THING",
  "! i never had a DEGREE MOOD THING",
  "it was a DEGREE MOOD THING",
  "! not a MOOD THING",
  "! not a MOOD THING at all",
  "i found the THING MOOD",
  "! i did not find the THING DEGREE MOOD",
  "! nobody found the THING MOOD",
  "the THING was MOOD and MOOD",
  "the THING was not UNMOOD , it was MOOD",
  "the THING was UNMOOD , but the THING was MOOD and i PAST it",
  "! i thought the THING was MOOD , but it was not",
  "i thought the THING was MOOD , and it was",
  "the THING was MOOD , not UNMOOD",
];
const HELD_OUT = [
  "! the THING was not DEGREE MOOD",
  "! it was not a MOOD THING",
  "! i did not find the THING MOOD",
  "! i never found the THING MOOD",
  "! nobody thought the THING was MOOD",
  "! it was not MOOD at all",
  "i found the THING DEGREE MOOD",
  "a DEGREE MOOD THING",
  "it was not UNMOOD , it was MOOD",
  "what a MOOD and MOOD THING",
  "i PAST the THING , it was MOOD",
];
const [EACH_TRAINED, EACH_HELD_OUT] = [22, 20];

/**
 * Sentences about films and meals with their mood, each once: some by hand and some by rules to train on, and to test on
 * sentences of patterns, tricky negations among them, that none of those was made by.
 */
export function moodSentences(random: Random): { train: MoodSentence[]; test: MoodSentence[] } {
  const train = TRAINED.flatMap((pattern) => drawn(pattern, EACH_TRAINED, random));
  const test = HELD_OUT.flatMap((pattern) => drawn(pattern, EACH_HELD_OUT, random));
  const byHand = HAND_WRITTEN.flatMap((lines, mood) =>
    lines.map((text): MoodSentence => ({ text, mood: mood as 0 | 1, pattern: "by hand" }))
  );
  return { train: [...byHand, ...train], test };
}

/** Different sentences of one pattern, about half of each mood: `count` of them, where it holds as many. */
function drawn(pattern: string, count: number, random: Random): MoodSentence[] {
  const found = new Map<string, MoodSentence>();
  for (let n = 0; n < 40 * count && found.size < count; n++) { // a pattern may hold fewer
    const mood = (n % 2) as 0 | 1, text = filled(pattern, mood, random);
    found.set(text, { text, mood, pattern: pattern.replace("! ", "") });
  }
  return [...found.values()];
}

function filled(pattern: string, mood: 0 | 1, random: Random): string {
  const any = (list: string[]) => anyOf(list, random);
  const turned = pattern.startsWith("! "), own = turned ? 1 - mood : mood;
  const words: Record<string, () => string> = {
    THING: () => any(THINGS),
    DEGREE: () => any(DEGREES),
    MOOD: () => any(MOODS[own]),
    UNMOOD: () => any(MOODS[1 - own]),
    VERB: () => VERBS[own],
    PAST: () => PAST[own],
  };
  return pattern.replace("! ", "").replaceAll(/[A-Z]+/g, (slot) => words[slot]());
}
