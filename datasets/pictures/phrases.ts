import type { PictureColor, PictureLanguage, PictureNoun } from "../../lib/files/pictures.ts";

/** A noun phrase, such as "two red apples": what it says. */
export interface Phrase {
  readonly noun: number;
  readonly count: number;
  readonly color?: PictureColor;
}

/** The numbers, and the forms of the colors: in French masculine, feminine, and the plurals of both. */
const NUMBERS = { en: ["", "two", "three"], fr: ["", "deux", "trois"] };
const FRENCH: Record<PictureColor, readonly string[]> = {
  black: ["noir", "noire", "noirs", "noires"],
  white: ["blanc", "blanche", "blancs", "blanches"],
  gray: ["gris", "grise", "gris", "grises"],
  red: ["rouge", "rouge", "rouges", "rouges"],
  pink: ["rose", "rose", "roses", "roses"],
  orange: ["orange", "orange", "orange", "orange"],
  brown: ["marron", "marron", "marron", "marron"],
  yellow: ["jaune", "jaune", "jaunes", "jaunes"],
  green: ["vert", "verte", "verts", "vertes"],
  blue: ["bleu", "bleue", "bleus", "bleues"],
  purple: ["violet", "violette", "violets", "violettes"],
};

/** All colors. */
export const PICTURE_COLORS = Object.keys(FRENCH) as PictureColor[];

/** Returns a noun phrase with its article or number: "an apple", "a red apple", "two red apples"; "une pomme rouge". */
export function nounPhrase(
  noun: PictureNoun,
  { count, color }: Omit<Phrase, "noun">,
  language: PictureLanguage,
): string {
  const [one, many] = noun[language];
  if (many === undefined) return one;
  const number = NUMBERS[language][count - 1];
  if (language === "fr") {
    const form = (one.startsWith("une ") ? 1 : 0) + (count > 1 ? 2 : 0);
    return [number, count > 1 ? many : one, color && FRENCH[color][form]].filter(Boolean).join(" ");
  }
  if (count > 1) return [number, color, many].filter(Boolean).join(" ");
  if (!color) return one;
  return `${color === "orange" ? "an" : "a"} ${color} ${one.slice(one.indexOf(" ") + 1)}`;
}

/** Returns a French noun phrase after the preposition "de": "d'une pomme", "de deux pommes", "de myrtilles". */
export function afterDe(phrase: string): string {
  const bare = phrase.replace(/^des /, "");
  return /^[aeiouyéèêœ]/.test(bare) ? `d'${bare}` : `de ${bare}`;
}

/** Returns whether an English noun phrase takes "are". */
export function isPlural(noun: PictureNoun, count: number): boolean {
  return count > 1 || noun.en.length === 1;
}
