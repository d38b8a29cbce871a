/** A reversible tokenizer: it writes a sentence as tokens with spaces between them, as `WordVocabulary` reads them. */
export interface Tokenizer {
  /** The unit of the tokens, for example "words". */
  readonly name: string;
  /** Splits a sentence into tokens, separated by spaces. */
  tokenize(text: string): string;
  /** Joins tokens that are separated by spaces into the sentence. */
  detokenize(tokens: string): string;
}

/** Splits into words, also before hyphens: "quatre-vingt-dix" becomes quatre, -vingt, -dix. */
export const wordTokenizer: Tokenizer = {
  name: "words",
  tokenize: (text) => text.replaceAll("-", " -"),
  detokenize: (tokens) => tokens.replaceAll(" -", "-"),
};

const SPACE = "␣";

/** Splits into characters; the token ␣ represents a space. */
export const characterTokenizer: Tokenizer = {
  name: "characters",
  tokenize: (text) => [...text.replaceAll(" ", SPACE)].join(" "),
  detokenize: (tokens) => tokens.replaceAll(" ", "").replaceAll(SPACE, " "),
};
