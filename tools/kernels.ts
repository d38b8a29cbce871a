import { Buffer } from "node:buffer";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { main } from "./command.ts";
import { root } from "./paths.ts";

const FOLDER = "lib/fast";
// deno-fmt-ignore
const OPTIONS = [
  "assembly/index.ts", "-O3", "--runtime", "stub", "--noAssert", "--importMemory",
  "--initialMemory", "1", "--maximumMemory", "65536", "--enable", "simd",
];
const RELAXED = ["--enable", "relaxed-simd"];
const SHARED = [...RELAXED, "--enable", "threads", "--sharedMemory"];

/** The module that holds the compiled kernels. */
export const KERNELS = `${FOLDER}/kernels.ts`;

/** The text of that module, compiled anew; throws Error with the compiler's words. */
export async function compileKernels(): Promise<string> {
  return [
    "// Made by `deno task kernels` from assembly/: in base64, since every runtime and bundler loads a text.",
    "",
    "/** The kernels for a memory of one thread. */",
    `export const plain = "${base64(await compile(RELAXED))}";`,
    "",
    "/** The same kernels for a memory that threads share. */",
    `export const shared = "${base64(await compile(SHARED))}";`,
    "",
    "/** The kernels for one thread of a runtime without relaxed SIMD, such as Node 20. */",
    `export const older = "${base64(await compile([]))}";`,
    "",
  ].join("\n");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
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
    const text = await compileKernels();
    await Deno.writeTextFile(join(root, KERNELS), text);
    console.log(`${KERNELS}: ${text.length} bytes`);
    return 0;
  });
}
