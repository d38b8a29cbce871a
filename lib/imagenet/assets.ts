// Where the large files are; a page has its own version of this module.
import { readBytes } from "../files/read_write.ts";

/** The folder of the network's weights and of the names of its classes. */
export const modelFolder: URL = new URL("../../data/imagenet/", import.meta.url);

/** Reads the WebAssembly of a package: of ONNX Runtime, or of the decoder of WebP pictures. */
export async function readWasm(name: "onnxruntime" | "webp"): Promise<Uint8Array<ArrayBuffer>> {
  // imported so that Deno downloads the package, whose other file is read
  await import("@jsquash/webp/package.json", { with: { type: "json" } });
  return await readBytes(
    new URL(
      name === "webp"
        ? import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm")
        : import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
    ),
  );
}
