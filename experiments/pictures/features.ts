import { join } from "node:path";
import { drawPicture } from "rnn/data";
import type { PictureSet } from "rnn/files";
import { cacheFeatures, type FeatureCache, imageNetHash, loadFeatureCache } from "rnn/imagenet";
import { main, parseFlags, UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { loadNativeImageNet } from "./native.ts";
import { FEW_NOUNS, loadPictureSet, type ScenePart, scenesOf, TESTS, TRAINING } from "./scenes.ts";

// without --no-lock, Deno would add the packages of the native runtime to deno.lock, and every set-up would download them
const USAGE = "deno run -A --no-lock experiments/pictures/features.ts [1 | 2 | 3]";
const FOLDER = join(root, "build", "features");
/** The parts by number; the first two are each about half of the work for all nouns, the third is that for few. */
const SHARES = [
  [TESTS.validation, TESTS.test, TRAINING[0], TESTS.sizes],
  [TESTS.pairs, TRAINING[1], TESTS.renderings],
  Object.values(FEW_NOUNS),
];

/** Loads the grids of a part from build/features. Throws RangeError if they were not computed. */
export async function featuresOf(part: ScenePart): Promise<FeatureCache> {
  return await loadFeatureCache(pathOf(part), { ...sourceOf(part), model: await imageNetHash() });
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

/** Computes the features of all parts or of one share, so that processes can divide the work. */
async function computeFeatures(args: string[]): Promise<number> {
  const { positionals: [number = "all"] } = parseFlags(args, {}, USAGE);
  const parts = number === "all" ? SHARES.flat() : SHARES[Number(number) - 1];
  if (!parts) {
    throw new UserError(
      `Cannot compute share ${number} of the features: expected 1 to ${SHARES.length}`,
    );
  }
  const pictures = await loadPictureSet();
  for (const part of parts) await compute(part, pictures);
  return 0;
}

if (import.meta.main) await main(() => computeFeatures(Deno.args));
