// Where the large files are; a page has its own version of this module.

/** The folder of the network's weights and of the names of its classes. */
export const modelFolder: URL = new URL("../../data/imagenet/", import.meta.url);

/** Returns the address of a package's WebAssembly: of the runtime, or of the decoder of WebP pictures. */
export async function wasmUrl(name: "onnxruntime" | "webp"): Promise<URL> {
  if (name === "webp") {
    await import("@jsquash/webp/package.json", { with: { type: "json" } }); // so that Deno fetches the package
    return new URL(import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm"));
  }
  return new URL(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"));
}
