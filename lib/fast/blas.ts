import type { Address, Memory } from "./memory.ts";
import type { Shape } from "./shape.ts";

const SYMBOLS = {
  scipy_cblas_sgemm: {
    // deno-fmt-ignore
    parameters: [
      "i32", "i32", "i32", "i32", "i32", "i32",
      "f32", "pointer", "i32", "pointer", "i32", "f32", "pointer", "i32",
    ],
    result: "void",
  },
  scipy_openblas_set_num_threads: { parameters: ["i32"], result: "void" },
  scipy_openblas_get_config: { parameters: [], result: "pointer" },
} as const;

const [ROW_MAJOR, AS_IT_IS, TRANSPOSED] = [101, 111, 112]; // cblas.h's own numbers

type Library = Deno.DynamicLibrary<typeof SYMBOLS>;

/** OpenBLAS on one linear memory: this thread's calls run on this thread alone. */
export interface Blas {
  /** C = A B or C += A B, all in the linear memory, for so many rows of A. */
  multiply(shape: Shape, rows: number, c: Address, a: Address, b: Address, adds: boolean): void;
}

let library: Library | null | undefined;

/**
 * The OpenBLAS that the Python package scipy-openblas32 carries, or null where it isn't installed in .venv, may not be
 * loaded, or this platform has no such file. UNROLLED_BLAS names another file.
 */
function openLibrary(): Library | null {
  if (library !== undefined) return library;
  library = null;
  for (const path of candidates()) {
    try {
      library = Deno.dlopen(path, SYMBOLS);
      library.symbols.scipy_openblas_set_num_threads(1); // threads are ours: see team.ts
      break;
    } catch {
      // not this one: the kernels do the same work
    }
  }
  return library;
}

/** Whether OpenBLAS can be loaded here. */
export function hasBlas(): boolean {
  return openLibrary() !== null;
}

/** OpenBLAS's own words about itself: version, kernel. */
export function blasName(): string {
  const config = openLibrary()?.symbols.scipy_openblas_get_config();
  const words = config ? Deno.UnsafePointerView.getCString(config) : "";
  return words.match(/OpenBLAS [\d.]+/)?.[0] ?? "OpenBLAS";
}

/** OpenBLAS for products in a memory, or undefined where there is none. */
export function openBlas({ memory }: Memory): Blas | undefined {
  const sgemm = openLibrary()?.symbols.scipy_cblas_sgemm;
  if (!sgemm) return undefined;
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer); // never moved: 4 GiB of addresses are reserved
  const base = Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes));
  const pointers = new Map<Address, Deno.PointerValue>(); // the same places again at every step
  const pointer = (at: Address) => {
    let known = pointers.get(at);
    if (known === undefined) {
      known = Deno.UnsafePointer.create(base + BigInt(at));
      pointers.set(at, known);
    }
    return known;
  };
  return {
    multiply({ M, K, N, aT, bT }, rows, c, a, b, adds) {
      const [opA, lda] = aT ? [TRANSPOSED, M] : [AS_IT_IS, K];
      const [opB, ldb] = bT ? [TRANSPOSED, K] : [AS_IT_IS, N];
      // deno-fmt-ignore
      sgemm(
        ROW_MAJOR, opA, opB, rows, N, K,
        1, pointer(a), lda, pointer(b), ldb, adds ? 1 : 0, pointer(c), N,
      );
    },
  };
}

/** Where the library may lie: as the environment says, or among .venv's packages on Linux, macOS and Windows. */
function candidates(): (string | URL)[] {
  try {
    const named = Deno.env.get("UNROLLED_BLAS");
    if (named) return [named];
    const venv = new URL("../../.venv/", import.meta.url);
    const folders = ["Lib/site-packages"];
    for (const { name } of readFolder(new URL("lib", venv))) {
      folders.push(`lib/${name}/site-packages`);
    }
    const names = ["libscipy_openblas.so", "libscipy_openblas.dylib", "libscipy_openblas.dll"];
    return folders.flatMap((folder) =>
      names.map((name) => new URL(`${folder}/scipy_openblas32/lib/${name}`, venv)).filter(exists)
    );
  } catch {
    return []; // no permission to look
  }
}

function readFolder(path: URL): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(path)];
  } catch {
    return [];
  }
}

function exists(path: URL): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
