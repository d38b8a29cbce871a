import type { Random } from "../../lib/random.ts";
import {
  DATE_FORMATS,
  DAYS,
  isoDate,
  randomDay,
  writtenDate,
} from "../../datasets/sentences/dates.ts";
import { characterTokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import type { Pair, TranslationVocab } from "./translation.ts";

/**
 * Returns distinct days, each in one of `DATE_FORMATS` formats and in ISO 8601. Throws RangeError unless the count is an
 * integer from 1 to `DAYS`.
 */
export function datePairs(count: number, random: Random): Pair[] {
  if (!Number.isInteger(count) || count < 1 || count > DAYS) {
    throw new RangeError(`Cannot write ${count} dates: there are ${DAYS} days`);
  }
  const pairs = new Map<string, Pair>();
  while (pairs.size < count) {
    const day = randomDay(random), format = Math.floor(DATE_FORMATS * random()), iso = isoDate(day);
    if (!pairs.has(iso)) pairs.set(iso, [writtenDate(day, format), iso]);
  }
  return [...pairs.values()];
}

/** Returns the vocabularies of dates, whose tokens are characters. */
export function dateVocab(reversed: boolean): TranslationVocab {
  const days = Array.from({ length: 366 }, (_, n) => {
    const date = new Date(Date.UTC(1904, 0, 1 + n));
    return { year: 1904, month: 1 + date.getUTCMonth(), day: date.getUTCDate() };
  });
  const texts = days.flatMap((day) =>
    Array.from({ length: DATE_FORMATS }, (_, format) => writtenDate(day, format))
  );
  const of = (list: string[]) =>
    new WordVocabulary(list.map((text) => characterTokenizer.tokenize(text)));
  return {
    tokenizer: characterTokenizer,
    source: of(texts),
    target: of(days.map(isoDate)),
    reversed,
  };
}
