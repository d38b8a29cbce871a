import { join } from "node:path";
import { Matrix, type Params, type Random } from "rnn";
import type { PictureScene, PictureSplit } from "rnn/data";
import { loadWeights, type PictureSet, saveWeights } from "rnn/files";
import { type ImageNet, quarters } from "rnn/imagenet";
import { root } from "../../tools/paths.ts";
import { gridFeatures } from "./features.ts";
import { principalComponents, project } from "./projection.ts";
import { loadSet, scenesOf } from "./scenes.ts";

/** The number of principal components that are kept of the 1,280 features of a cell. */
export const COMPONENTS = 256;
/** The cells of a map. */
const CELLS = 49;
/** The number of training scenes whose cells determine the components. */
const FITTED = 200;

const path = (name: string) => join(root, ".tmp", "features", `${name}.bin`);
const existing = (name: string, model: Params) =>
  loadWeights(path(name), model).then(({ params }) => params).catch(() => undefined);

/** The scenes of a split with their projected features. */
export interface Projected {
  scenes: PictureScene[];
  /** A row for each scene: components×49, component by component. */
  grids: Matrix;
}

/** Loads or computes what captioners read: of each split its scenes and projected features, and the projection. */
export async function projectedSplits(splits: PictureSplit[], net: () => Promise<ImageNet>) {
  const pictures = await loadSet();
  const projection = await existing("projection", {
    P: new Matrix(COMPONENTS, 1280),
    m: new Matrix(1280, 1),
  }) ?? await fitted(pictures, await net());
  const data = {} as Record<PictureSplit, Projected>;
  for (const split of splits) data[split] = await projected(split, { pictures, projection, net });
  return { pictures, projection, data };
}

async function fitted(pictures: PictureSet, net: ImageNet): Promise<Params> {
  const cache = await gridFeatures("train", scenesOf(pictures, "train"), { pictures, net });
  const params = principalComponents(cache.of, FITTED, COMPONENTS);
  await saveWeights(path("projection"), { params, metadata: {} });
  return (await existing("projection", params))!;
}

async function projected(
  split: PictureSplit,
  { pictures, projection, net }: {
    pictures: PictureSet;
    projection: Params;
    net: () => Promise<ImageNet>;
  },
): Promise<Projected> {
  const scenes = scenesOf(pictures, split), size = COMPONENTS * CELLS;
  const known = await existing(`${split}-projected`, { grids: new Matrix(scenes.length, size) });
  if (known) return { scenes, grids: known.grids };
  const cache = await gridFeatures(split, scenes, { pictures, net: await net() });
  const grids = new Matrix(scenes.length, size);
  scenes.forEach((_, n) => grids.data.set(project(projection, cache.of(n)).data, n * size));
  await saveWeights(path(`${split}-projected`), { params: { grids }, metadata: {} });
  return { scenes, grids };
}

/** The parts of a picture that a captioner receives: four quarters, or the 49 cells. */
export type Layout = "quarters" | "grid";

/** Returns the features of some scenes as columns. */
export function columnsOf({ grids }: Projected, scenes: number[], layout: Layout): Matrix {
  const columns = scenes.map((n) => {
    const grid = new Matrix(
      COMPONENTS,
      CELLS,
      grids.data.slice(n * grids.cols, (n + 1) * grids.cols),
    );
    return layout === "grid" ? new Matrix(grids.cols, 1, grid.data) : quarters(grid);
  });
  return Matrix.blocks([columns]);
}

/** Sets a share of the entries to 0 and scales the others, so that the expected values stay: dropout. */
export function dropout(v: Matrix, share: number, random: Random): Matrix {
  return share === 0 ? v : v.map((value) => random() < share ? 0 : value / (1 - share));
}
