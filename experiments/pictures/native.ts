import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { ImageNet, loadImageNet } from "rnn/imagenet";
import { largest } from "../../lib/extent.ts";
import { root } from "../../tools/paths.ts";

/** The package is not in deno.json, because only this experiment needs its 110 MB; so its name is not a literal in the import. */
const RUNTIME = "npm:onnxruntime-node@1.30.0";
const FOLDER = join(root, "data", "imagenet");

/** The part of ONNX Runtime's interface that is used. */
interface Runtime {
  InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  Tensor: typeof Tensor;
}

/**
 * Loads the network in ONNX Runtime for this machine, which computes features five to ten times as fast as WebAssembly does; they differ
 * by about 1e-5, where one level of a cached grid is 0.02. The first call downloads the package. Throws if the features of a picture
 * differ by more than 1e-3.
 */
export async function loadNativeImageNet(): Promise<ImageNet> {
  const { default: runtime }: { default: Runtime } = await import(RUNTIME);
  const model = new Uint8Array(
    gunzipSync(await Deno.readFile(join(FOLDER, "efficientnet_lite0.onnx.gz"))),
  );
  const session = await runtime.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const network = async (rgb: Uint8Array) => {
    const { grid, scores } = await session.run({
      picture: new runtime.Tensor("uint8", rgb, [1, 224, 224, 3]),
    });
    return { grid: grid.data as Float32Array, scores: scores.data as Float32Array };
  };
  const classes = JSON.parse(await Deno.readTextFile(join(FOLDER, "classes.json")));
  const net = new ImageNet(network, model, classes);
  await compare(net, await loadImageNet());
  return net;
}

/** Throws if two networks disagree about a picture. */
async function compare(a: ImageNet, b: ImageNet): Promise<void> {
  const rgb = Uint8Array.from({ length: 224 * 224 * 3 }, (_, n) => n * 7919 % 251);
  const [v, w] = await Promise.all(
    [a, b].map(async (net) => (await net.features({ width: 224, height: 224, rgb })).grid),
  );
  const difference = largest(v.subtract(w).data.map(Math.abs));
  if (difference > 1e-3) {
    throw new Error(
      `Cannot use ${RUNTIME}: its features differ by ${difference} from WebAssembly's`,
    );
  }
}
