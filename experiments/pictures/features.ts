import { join } from "node:path";
import { drawPicture, type PictureScene, type PictureSplit } from "rnn/data";
import type { PictureSet } from "rnn/files";
import { cacheFeatures, type FeatureCache, type ImageNet } from "rnn/imagenet";
import { sha256 } from "../../lib/files/sha256.ts";
import { root } from "../../tools/paths.ts";

/** The folder of the features, which are computed once on each machine. */
const FOLDER = join(root, ".tmp", "features");

/** Returns the 7×7×1280 features of the scenes of a split: from their file, or computed with progress and written to it. */
export async function gridFeatures(
  split: PictureSplit,
  scenes: PictureScene[],
  { pictures, net }: { pictures: PictureSet; net: ImageNet },
): Promise<FeatureCache> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const hash = await sha256(new TextEncoder().encode(JSON.stringify(scenes)));
  return await cacheFeatures(join(FOLDER, `${split}.bin`), {
    net,
    layout: "grid",
    count: scenes.length,
    description: `${split} scenes ${hash}`,
    picture: (n) => drawPicture(scenes[n], pictures.sprites),
    progress: (done, count) => {
      if (done % 250 === 0) console.log(`  features of ${split}: ${done} of ${count}`);
    },
  });
}
