import { dirname, join } from "node:path";
import { Matrix, seeded } from "rnn";
import { type FeatureCache, type FeatureLayout, quarters } from "rnn/imagenet";
import { root } from "../../tools/paths.ts";
import { featuresOf } from "./features.ts";
import { principalComponents } from "./projection.ts";
import { type ScenePart, TRAINING } from "./scenes.ts";

/** A layout of features that captioners read: four quarters, 1024×1, or the grid, 128 components of 49 cells. */
export type Projected = Exclude<FeatureLayout, "mean">;

/** The number of principal components that are kept of each quarter, and of each cell. */
export const COMPONENTS: Record<Projected, number> = { quarters: 256, grid: 128 };
/** The pictures and the columns of each from which the components are computed. */
const [SAMPLED, CELLS_OF_EACH] = [3000, 4];
const FOLDER = join(root, "build", "features");

/** Returns W (components×1280), computed from the first training scenes, or read from build/features. */
export async function projectionOf(layout: Projected): Promise<Matrix> {
  const path = join(FOLDER, `components-${layout}.f64`);
  return await stored(path, COMPONENTS[layout], async () => {
    const cache = await featuresOf(TRAINING[0]), random = seeded(7);
    const samples = Array.from({ length: SAMPLED }, (_, n) => {
      const columns = columnsOf(cache, n, layout);
      return Array.from(
        { length: CELLS_OF_EACH },
        (_, k) => columns.column(layout === "grid" ? Math.floor(49 * random()) : k),
      );
    });
    return principalComponents(Matrix.blocks([samples.flat()]), COMPONENTS[layout]);
  });
}

/**
 * Returns the projected features of a part, a row for each picture: of the quarters one after the other, or of the grid component
 * by component. They are read from build/features if they were computed before.
 */
export async function projectedOf(part: ScenePart, layout: Projected): Promise<Matrix> {
  const path = join(FOLDER, `projected-${layout}-${part.split}-${part.seed}.f64`);
  return await stored(path, part.count, async () => {
    const cache = await featuresOf(part), W = await projectionOf(layout);
    return Matrix.blocks(
      Array.from({ length: part.count }, (_, n) => {
        const projected = W.matmul(columnsOf(cache, n, layout));
        const inOrder = layout === "grid" ? projected : projected.T;
        return [new Matrix(1, inOrder.data.length, inOrder.data)];
      }),
    );
  });
}

/** Returns the features of a picture as columns of 1280 channels: 4 quarters or 49 cells. */
function columnsOf(cache: FeatureCache, index: number, layout: Projected): Matrix {
  const grid = cache.of(index);
  return layout === "grid" ? grid : new Matrix(4, grid.rows, quarters(grid).data).T;
}

/** Reads a matrix with a number of rows from a file, or computes it and writes the file. */
async function stored(path: string, rows: number, compute: () => Promise<Matrix>): Promise<Matrix> {
  const bytes = await Deno.readFile(path).catch(() => undefined);
  if (bytes) {
    const data = new Float64Array(bytes.buffer);
    return new Matrix(rows, data.length / rows, data);
  }
  const matrix = await compute();
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(`${path}.${Deno.pid}`, new Uint8Array(matrix.data.buffer));
  await Deno.rename(`${path}.${Deno.pid}`, path);
  return matrix;
}
