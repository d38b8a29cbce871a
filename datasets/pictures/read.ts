import type { PictureLanguage, PictureNoun } from "../../lib/files/pictures.ts";
import { afterDe, isPlural, nounPhrase, type Phrase, PICTURE_COLORS } from "./phrases.ts";
import type { PictureRelation } from "./scene.ts";
import { SLOT, TEMPLATES } from "./templates.ts";

/** The meaning of a caption: of one group, or of two, of which the first is to the left of, above, or in front of the second. */
export interface CaptionReading {
  readonly groups: readonly Phrase[];
  readonly relation: PictureRelation;
}

/** A template as a regular expression with a named group for each slot. */
interface Pattern {
  readonly relation: PictureRelation;
  readonly pattern: RegExp;
}

/** All noun phrases, alone and after the French "de". */
interface PhraseBook {
  readonly plain: Map<string, Phrase>;
  readonly afterDe: Map<string, Phrase>;
}

const PATTERNS = { en: patternsOf("en"), fr: patternsOf("fr") };
const phraseBooks = new WeakMap<
  readonly PictureNoun[],
  Partial<Record<PictureLanguage, PhraseBook>>
>();

/**
 * Returns what a caption says, or undefined if it is not a sentence of this language's captions: if a word or an article is wrong,
 * or a verb does not agree.
 */
export function readCaption(
  text: string,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): CaptionReading | undefined {
  const book = phraseBook(nouns, language);
  for (const { relation, pattern } of PATTERNS[language]) {
    const slots = pattern.exec(text)?.groups;
    const groups = slots && readSlots(slots, book, nouns);
    if (groups) return { groups, relation };
  }
  return undefined;
}

/** Returns the phrases in the slots of a template; undefined if one is not a noun phrase, or a verb does not agree with it. */
function readSlots(
  slots: Record<string, string>,
  book: PhraseBook,
  nouns: readonly PictureNoun[],
): Phrase[] | undefined {
  const groups: Phrase[] = [];
  for (const [g, letter] of ["A", "B"].entries()) {
    const plain = slots[letter], withDe = slots[`d${letter}`];
    if (plain === undefined && withDe === undefined) continue;
    const phrase = plain === undefined ? book.afterDe.get(withDe) : book.plain.get(plain);
    const verb = slots[`is${letter}`];
    if (!phrase) return undefined;
    if (verb && verb !== (isPlural(nouns[phrase.noun], phrase.count) ? "are" : "is")) {
      return undefined;
    }
    groups[g] = phrase;
  }
  return groups;
}

function patternsOf(language: PictureLanguage): Pattern[] {
  const relations = Object.entries(TEMPLATES[language]);
  return relations.flatMap(([relation, templates]) =>
    templates.map(([template]) => {
      const source = template.replaceAll(
        SLOT,
        (slot) => slot.startsWith("is") ? `(?<${slot}>is|are)` : `(?<${slot}>.+)`,
      );
      return { relation: relation as PictureRelation, pattern: new RegExp(`^${source}$`) };
    })
  );
}

/** Returns all noun phrases with what they say. */
function phraseBook(nouns: readonly PictureNoun[], language: PictureLanguage): PhraseBook {
  const books = phraseBooks.get(nouns) ?? {};
  phraseBooks.set(nouns, books);
  return books[language] ??= makePhraseBook(nouns, language);
}

function makePhraseBook(nouns: readonly PictureNoun[], language: PictureLanguage): PhraseBook {
  const phrases = nouns.flatMap((noun, n) => phrasesOf(noun, n, language));
  return {
    plain: new Map(phrases),
    afterDe: new Map(phrases.map(([text, phrase]) => [afterDe(text), phrase])),
  };
}

function phrasesOf(
  noun: PictureNoun,
  n: number,
  language: PictureLanguage,
): [string, Phrase][] {
  const countable = noun[language].length === 2;
  const colors = countable ? [undefined, ...PICTURE_COLORS] : [undefined];
  return (countable ? [1, 2, 3] : [1]).flatMap((count) =>
    colors.map((color): [string, Phrase] => {
      const text = nounPhrase(noun, { count, color }, language);
      return [text, color ? { noun: n, count, color } : { noun: n, count }];
    })
  );
}
