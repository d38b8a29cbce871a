import { join } from "node:path";
import asc from "assemblyscript/asc";
import { main } from "./command.ts";
import { root } from "./place.ts";

const FOLDER = "lib/fast";
// deno-fmt-ignore
const OPTIONS = [
  "assembly/index.ts", "-O3", "--runtime", "stub", "--noAssert", "--importMemory",
  "--initialMemory", "1", "--maximumMemory", "65536", "--enable", "simd", "--enable", "relaxed-simd",
];
const SHARED = ["--enable", "threads", "--sharedMemory"];

/** The kernels compiled anew, for a memory of one thread and for a shared one; throws Error with the compiler's words. */
export async function compileKernels(): Promise<Record<string, Uint8Array>> {
  return {
    "kernels.wasm": await compile([]),
    "kernels-shared.wasm": await compile(SHARED),
  };
}

async function compile(more: string[]): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...OPTIONS, ...more, "-o", "out.wasm"], {
    readFile: (name) => Deno.readTextFile(join(root, FOLDER, name)).catch(() => null),
    writeFile: (name, contents) => {
      if (name === "out.wasm") compiled = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !compiled) throw new Error(`Cannot compile the kernels: ${stderr}`);
  return compiled;
}

if (import.meta.main) {
  await main(async () => {
    for (const [name, bytes] of Object.entries(await compileKernels())) {
      await Deno.writeFile(join(root, FOLDER, name), bytes);
      console.log(`${FOLDER}/${name}: ${bytes.length} bytes`);
    }
    return 0;
  });
}
