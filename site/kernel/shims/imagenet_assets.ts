// lib/imagenet/assets.ts in a page: the files are on the site, and the WebAssembly is compressed.
import { decompress } from "fzstd";
import { readFile } from "../files.ts";

const ZSTANDARD = [0x28, 0xb5, 0x2f, 0xfd]; // the first bytes of such a file

/** The folder of the network's weights, seen from the folder of the scripts. */
export const modelFolder: URL = new URL("../../data/imagenet/", import.meta.url);

/** Reads the WebAssembly of a package, which is beside the scripts; some servers and browsers decompress it themselves. */
export async function readWasm(name: "onnxruntime" | "webp"): Promise<Uint8Array> {
  const bytes = await readFile(new URL(`${name}.wasm.zst`, import.meta.url));
  return ZSTANDARD.every((byte, n) => bytes[n] === byte) ? decompress(bytes) : bytes;
}
