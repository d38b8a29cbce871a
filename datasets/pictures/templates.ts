import type { PictureLanguage } from "../../lib/files/pictures.ts";
import type { PictureRelation } from "./scene.ts";

/**
 * The sentences in which a relation is put, with their relative frequencies. Most begin with A, the object on the left, at the top, or
 * in front. A and B are the noun phrases of the two groups, dA and dB are these after "de", and isA and isB are "is" or "are".
 */
export const TEMPLATES: Record<
  PictureLanguage,
  Record<PictureRelation, readonly (readonly [template: string, frequency: number])[]>
> = {
  en: {
    alone: [
      ["A", 6],
      ["there isA A", 5],
      ["a picture of A", 4],
      ["an image of A", 2],
      ["the picture shows A", 3],
    ],
    left: [
      ["A to the left of B", 6],
      ["B to the right of A", 1],
      ["there isA A to the left of B", 4],
      ["there isB B to the right of A", 1],
      ["A on the left and B on the right", 4],
      ["the picture shows A to the left of B", 2],
    ],
    above: [
      ["A above B", 6],
      ["B below A", 1],
      ["there isA A above B", 4],
      ["there isB B below A", 1],
      ["A at the top and B at the bottom", 4],
      ["the picture shows B under A", 1],
    ],
    front: [
      ["A in front of B", 6],
      ["B behind A", 1],
      ["there isA A in front of B", 4],
      ["there isB B behind A", 1],
      ["B partly hidden by A", 1],
      ["the picture shows A in front of B", 4],
    ],
  },
  fr: {
    alone: [
      ["A", 6],
      ["il y a A", 5],
      ["une photo dA", 4],
      ["une image dA", 2],
      ["l'image montre A", 3],
    ],
    left: [
      ["A à gauche dB", 6],
      ["B à droite dA", 1],
      ["il y a A à gauche dB", 4],
      ["il y a B à droite dA", 1],
      ["A à gauche et B à droite", 4],
      ["l'image montre A à gauche dB", 2],
    ],
    above: [
      ["A au-dessus dB", 6],
      ["B au-dessous dA", 1],
      ["il y a A au-dessus dB", 4],
      ["il y a B au-dessous dA", 1],
      ["A en haut et B en bas", 4],
      ["l'image montre B sous A", 1],
    ],
    front: [
      ["A devant B", 6],
      ["B derrière A", 1],
      ["il y a A devant B", 4],
      ["il y a B derrière A", 1],
      ["on voit A devant B", 3],
      ["l'image montre A devant B", 3],
    ],
  },
};

/** A mark that stands for a part of a template that depends on the groups. */
export const SLOT = /\b(isA|isB|dA|dB|A|B)\b/g;
