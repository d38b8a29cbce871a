import { numberInEnglish, numberInFrench } from "rnn/data";
import type { Pair, TranslationVocab } from "rnn/models";
import { wordTokenizer, WordVocabulary } from "rnn/text";

/** Returns numbers in English and in French. */
export function pairsOf(...numbers: number[]): Pair[] {
  return numbers.map((n): Pair => [numberInEnglish(n), numberInFrench(n)]);
}

/** Returns the vocabulary of some pairs, word by word. */
export function vocabOf(pairs: Pair[], reversed: boolean): TranslationVocab {
  return {
    tokenizer: wordTokenizer,
    source: new WordVocabulary(pairs.map(([text]) => wordTokenizer.tokenize(text))),
    target: new WordVocabulary(pairs.map(([, text]) => wordTokenizer.tokenize(text))),
    reversed,
  };
}
