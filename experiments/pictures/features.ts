import { join } from "node:path";
import { drawPicture } from "rnn/data";
import type { PictureSet } from "rnn/files";
import { cacheFeatures, type FeatureCache, loadFeatureCache, loadImageNet } from "rnn/imagenet";
import { main, parseFlags, UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { loadNativeImageNet } from "./native.ts";
import { loadPictureSet, type ScenePart, scenesOf, TESTS, TRAINING } from "./scenes.ts";

// without --no-lock, Deno would add the packages of the native runtime to deno.lock, and every set-up would download them
const USAGE = "deno run -A --no-lock experiments/pictures/features.ts [1 | 2]";
const FOLDER = join(root, "build", "features");
/** The parts by number, each about half of the work. */
const HALVES = [
  [TESTS.validation, TESTS.test, TRAINING[0], TESTS.sizes],
  [TESTS.pairs, TRAINING[1], TESTS.renderings],
];

/** Loads the grids of a part from build/features. Throws RangeError if they were not computed. */
export async function featuresOf(part: ScenePart): Promise<FeatureCache> {
  const net = await loadImageNet();
  return await loadFeatureCache(pathOf(part), { ...sourceOf(part), model: await net.hash() });
}

/** Computes the grids of a part into build/features, or what is missing of them, and prints the progress. */
async function compute(part: ScenePart, pictures: PictureSet): Promise<void> {
  const scenes = scenesOf(pictures, part), start = performance.now();
  await Deno.mkdir(FOLDER, { recursive: true });
  let first = 0;
  await cacheFeatures(pathOf(part), {
    ...sourceOf(part),
    net: await loadNativeImageNet(),
    picture: (n) => drawPicture(scenes[n], pictures.sprites),
    progress(done, count) {
      first ||= done;
      if (done % 1000 !== 0 && done < count) return;
      const each = (performance.now() - start) / (done - first + 1);
      console.log(`  ${part.split}: ${done} of ${count} pictures, ${each.toFixed(0)} ms each`);
    },
  });
}

function sourceOf(part: ScenePart) {
  return {
    description: { pictures: "data/pictures", ...part },
    layout: "grid",
    count: part.count,
  } as const;
}

function pathOf({ split, seed }: ScenePart): string {
  return join(FOLDER, `${split}-${seed}.bin`);
}

/** Computes the features of both halves, or of one, so that two processes can share the work. */
async function computeFeatures(args: string[]): Promise<number> {
  const { positionals: [half] } = parseFlags(args, {}, USAGE);
  if (half !== undefined && half !== "1" && half !== "2") {
    throw new UserError(`Cannot compute half ${half} of the features: expected 1 or 2`);
  }
  const pictures = await loadPictureSet();
  const parts = half === undefined ? HALVES.flat() : HALVES[Number(half) - 1];
  for (const part of parts) await compute(part, pictures);
  return 0;
}

if (import.meta.main) await main(() => computeFeatures(Deno.args));
