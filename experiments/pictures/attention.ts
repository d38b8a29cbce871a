import type { Matrix, Params } from "rnn";
import { gridCells, type PictureGroup, type PictureScene } from "rnn/data";
import type { PictureNoun } from "rnn/files";
import { type AttendingCaptioner, attentionMaps } from "rnn/models";
import type { WordVocabulary } from "rnn/text";
import { largest } from "../../lib/extent.ts";
import { mean } from "../statistics.ts";
import { columnsOf, type Examples } from "./train.ts";

/** Agreement of attention with the true places. */
export interface AttentionFigures {
  /** The share of named nouns for which the cell with the most attention is one that the object covers. */
  rightCell: number;
  /** The mean share of the attention that is on the cells of the object. */
  onObject: number;
  /** The mean share of the grid that the objects cover: the value of both with attention at random. */
  chance: number;
  /** The number of nouns that were named. */
  nouns: number;
}

/** Compares the attention for each noun that an English caption names with the cells that its objects cover. */
export function attentionFigures(
  { captioner, params, vocabulary, nouns }: {
    captioner: AttendingCaptioner;
    params: Params;
    vocabulary: WordVocabulary;
    nouns: readonly PictureNoun[];
  },
  examples: Examples,
  texts: readonly string[],
): AttentionFigures {
  const found = examples.scenes.flatMap((scene, n) => {
    const words = texts[n].split(" "), cells = gridCells(scene, Math.sqrt(captioner.places));
    const maps = attentionMaps(captioner, params, columnsOf(examples, [n]), {
      start: vocabulary.start,
      words: vocabulary.encode(texts[n]),
    });
    return scene.groups.flatMap((group) => {
      const at = placeOf(nameOf(group, nouns), words);
      return at ? [compare(meanOfColumns(maps, at), cellsOf(scene, cells, group))] : [];
    });
  });
  return {
    rightCell: mean(found.map(({ hit }) => Number(hit))),
    onObject: mean(found.map(({ share }) => share)),
    chance: mean(found.map(({ covered }) => covered)),
    nouns: found.length,
  };
}

/** Returns a group's name without its article or number, as words. */
export function nameOf({ noun, count }: PictureGroup, nouns: readonly PictureNoun[]): string[] {
  const [one, many] = nouns[noun].en;
  if (many === undefined) return one.split(" ");
  return count > 1 ? many.split(" ") : one.split(" ").slice(1);
}

/** Returns the indices of a name's words in a caption, or undefined if the caption does not contain it. */
export function placeOf(name: readonly string[], words: readonly string[]): number[] | undefined {
  const start = words.findIndex((_, n) => name.every((word, k) => words[n + k] === word));
  return start < 0 ? undefined : name.map((_, k) => start + k);
}

function cellsOf(scene: PictureScene, cells: number[][], { noun }: PictureGroup): Set<number> {
  return new Set(scene.objects.flatMap((object, k) => object.noun === noun ? cells[k] : []));
}

function compare(a: Matrix, cells: Set<number>) {
  const best = a.data.indexOf(largest(a.data));
  const share = [...cells].reduce((sum, cell) => sum + a.data[cell], 0);
  return { hit: cells.has(best), share, covered: cells.size / a.rows };
}

function meanOfColumns(maps: Matrix, columns: readonly number[]): Matrix {
  return columns.map((t) => maps.column(t)).reduce((sum, a) => sum.add(a)).scale(
    1 / columns.length,
  );
}
