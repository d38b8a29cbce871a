import type { Matrix, Params } from "rnn";
import { gridCells, type PictureScene, relationRight } from "rnn/data";
import { type AttendingCaptioner, attentionMaps } from "rnn/models";
import type { WordVocabulary } from "rnn/text";
import type { Exam } from "./evaluate.ts";

/** Where a captioner attends while it writes the nouns of captions whose nouns and relation are right. */
export interface AttentionFigures {
  /** The number of nouns. */
  nouns: number;
  /** The share of nouns for which the cell with the largest weight is one of an object that the noun names. */
  right: number;
  /** The share of the weight on cells of those objects. */
  weight: number;
  /** The share that a cell chosen at random would get: that of the cells of those objects among all. */
  chance: number;
}

const SIDE = 7;

/** Compares the weights of the places while nouns are written with the cells that their objects cover. */
export function attentionFigures(
  { captioner, params, columns }: {
    captioner: AttendingCaptioner;
    params: Params;
    /** Returns the features of a scene. */
    columns: (scene: number) => Matrix;
  },
  said: string[],
  { scenes, nouns, language, vocabulary }: Exam & { vocabulary: WordVocabulary },
): AttentionFigures {
  const found: { right: boolean; weight: number; chance: number }[] = [];
  said.forEach((text, n) => {
    const scene = scenes[n];
    if (!relationRight(scene, text, nouns, language)) return;
    const words = vocabulary.encode(text), { start } = vocabulary;
    const maps = attentionMaps(captioner, params, columns(n), { start, words });
    for (const { noun } of scene.groups) {
      const at = placesOf(text.split(" "), nouns[noun][language]);
      if (at.length > 0) found.push(compare(meanColumn(maps, at), cellsOf(scene, noun)));
    }
  });
  const mean = (of: (one: typeof found[number]) => number) =>
    found.reduce((sum, one) => sum + of(one), 0) / Math.max(1, found.length);
  return {
    nouns: found.length,
    right: mean(({ right }) => Number(right)),
    weight: mean(({ weight }) => weight),
    chance: mean(({ chance }) => chance),
  };
}

/** Returns the positions of a noun's words in a caption, without its article; none if it is not there. */
function placesOf(words: string[], forms: readonly string[]): number[] {
  for (const form of forms) {
    const name = form.replace(/^(an?|the|une?|des|du|de la|de l'|l') ?/, "").split(" ");
    const from = words.findIndex((_, n) => name.every((word, k) => words[n + k] === word));
    if (from >= 0) return name.map((_, k) => from + k);
  }
  return [];
}

function cellsOf(scene: PictureScene, noun: number): Set<number> {
  const cells = gridCells(scene, SIDE);
  return new Set(scene.objects.flatMap((object, n) => object.noun === noun ? cells[n] : []));
}

function meanColumn(maps: Matrix, columns: number[]): Float64Array {
  const mean = new Float64Array(maps.rows);
  for (const j of columns) maps.column(j).data.forEach((a, l) => mean[l] += a / columns.length);
  return mean;
}

function compare(weights: Float64Array, cells: Set<number>) {
  const most = weights.indexOf(Math.max(...weights));
  const weight = [...cells].reduce((sum, cell) => sum + weights[cell], 0);
  return { right: cells.has(most), weight, chance: cells.size / weights.length };
}
