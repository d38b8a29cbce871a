/** How a sentence is cut into what a network reads and writes, and put together again; pieces stand between spaces. */
export interface Tokenizer {
  /** Such as "words". */
  readonly name: string;
  /** A sentence as pieces, spaces between them. */
  cut(text: string): string;
  /** The sentence that the pieces make. */
  join(pieces: string): string;
}

/** Words; a hyphen begins one: "quatre-vingt-dix" is quatre, -vingt, -dix. */
export const wordTokenizer: Tokenizer = {
  name: "words",
  cut: (text) => text.replaceAll("-", " -"),
  join: (pieces) => pieces.replaceAll(" -", "-"),
};

const SPACE = "␣";

/** Characters; ␣ stands for a space. */
export const characterTokenizer: Tokenizer = {
  name: "characters",
  cut: (text) => [...text.replaceAll(" ", SPACE)].join(" "),
  join: (pieces) => pieces.replaceAll(" ", "").replaceAll(SPACE, " "),
};
