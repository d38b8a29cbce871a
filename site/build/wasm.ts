import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { readWasm } from "../../lib/imagenet/assets.ts";

/** The level of compression, at which ONNX Runtime has 2.5 MB instead of gzip's 3.7 MB. */
const LEVEL = 19;

/** Writes the WebAssembly of packages, compressed by Zstandard, into the folder of the scripts, which load it. */
export async function writeWasm(folder: string): Promise<void> {
  for (const name of ["onnxruntime", "webp"] as const) {
    const params = { [constants.ZSTD_c_compressionLevel]: LEVEL };
    const packed = zstdCompressSync(await readWasm(name), { params });
    await Deno.writeFile(join(folder, `${name}.wasm.zst`), packed);
  }
}
