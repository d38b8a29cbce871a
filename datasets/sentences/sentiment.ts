import { choice, type Random } from "../../lib/random.ts";
import { HAND_WRITTEN } from "./sentiment_by_hand.ts";

/** A sentence with its sentiment label. */
export interface LabeledSentence {
  /** Words and punctuation separated by spaces. */
  readonly text: string;
  /** 1 for positive, 0 for negative. */
  readonly sentiment: 0 | 1;
  /** The pattern that generated it, such as "the THING was not ADJECTIVE at all", or "by hand". */
  readonly pattern: string;
}

const THINGS = "film book song meal story play room trip show game cake soup".split(" ");
const DEGREES = "very really quite so".split(" ");
const ADJECTIVES = [
  "bad boring awful dull poor sad ugly weak slow terrible".split(" "),
  "good great lovely funny fine clever fresh bright fast wonderful".split(" "),
];
const VERBS = ["hate", "like"], PAST = ["hated", "liked"];

/**
 * Patterns whose words in capitals are drawn from the lists above. ADJECTIVE, VERB and PAST have the sentiment of the sentence,
 * OPPOSITE has the other one; in a pattern that starts with "!", a negation swaps the two.
 */
const TRAIN_PATTERNS = [
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
const TEST_PATTERNS = [
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
/** The number of sentences generated from each pattern. */
const [PER_TRAIN_PATTERN, PER_TEST_PATTERN] = [22, 20];

/**
 * Generates distinct sentences about films, meals and the like with their sentiment. The training set also has hand-written
 * sentences; the test set has only patterns, negations among them, that do not occur in training.
 */
export function sentimentSentences(
  random: Random,
): { train: LabeledSentence[]; test: LabeledSentence[] } {
  const train = TRAIN_PATTERNS.flatMap((pattern) => generate(pattern, PER_TRAIN_PATTERN, random));
  const test = TEST_PATTERNS.flatMap((pattern) => generate(pattern, PER_TEST_PATTERN, random));
  const byHand = HAND_WRITTEN.flatMap((lines, sentiment) =>
    lines.map((text): LabeledSentence => ({
      text,
      sentiment: sentiment as 0 | 1,
      pattern: "by hand",
    }))
  );
  return { train: [...byHand, ...train], test };
}

/** Generates up to `count` distinct sentences from one pattern, half of them positive. */
function generate(pattern: string, count: number, random: Random): LabeledSentence[] {
  const found = new Map<string, LabeledSentence>();
  for (let n = 0; n < 40 * count && found.size < count; n++) { // some patterns have fewer than count sentences
    const sentiment = (n % 2) as 0 | 1, text = fillPattern(pattern, sentiment, random);
    found.set(text, { text, sentiment, pattern: pattern.replace("! ", "") });
  }
  return [...found.values()];
}

function fillPattern(pattern: string, sentiment: 0 | 1, random: Random): string {
  const any = (list: string[]) => choice(list, random);
  const negated = pattern.startsWith("! "), own = negated ? 1 - sentiment : sentiment;
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
