import type { InferenceSession } from "onnxruntime-web/wasm";
import { readWasm } from "./assets.ts";

/** Outputs of the network for one picture. */
export interface Outputs {
  /** The last feature maps, 1280×7×7. */
  grid: Float32Array;
  /** The scores of the 1,000 classes, before the softmax. */
  scores: Float32Array;
}

/** A network that is ready to run on pictures of 224×224×3 bytes. */
export type Network = (rgb: Uint8Array) => Promise<Outputs>;

/**
 * Starts ONNX Runtime's WebAssembly on one thread with a network. More threads need workers whose code is at a blob:
 * address, which Deno does not import.
 */
export async function startNetwork(model: Uint8Array): Promise<Network> {
  const { env, InferenceSession, Tensor } = await import("onnxruntime-web/wasm");
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary ??= await readWasm("onnxruntime");
  const session: InferenceSession = await InferenceSession.create(model, {
    executionProviders: ["wasm"],
  });
  return async (rgb) => {
    const picture = new Tensor("uint8", rgb, [1, 224, 224, 3]);
    const { grid, scores } = await session.run({ picture });
    return { grid: grid.data as Float32Array, scores: scores.data as Float32Array };
  };
}
