import type { Address, Memory } from "./memory.ts";
import type { Shape } from "./shape.ts";
import type { Run } from "./split.ts";

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
  scipy_openblas_get_corename: { parameters: [], result: "pointer" },
} as const;

const IN_PLACE = ["SkylakeX", "Cooperlake", "SapphireRapids"]; // OpenBLAS's names of processors with AVX-512

const [ROW_MAJOR, NOT_TRANSPOSED, TRANSPOSED] = [101, 111, 112]; // the enum values of cblas.h

type Library = Deno.DynamicLibrary<typeof SYMBOLS>;

/** OpenBLAS on one linear memory, single-threaded. */
export interface Blas {
  /** True if it multiplies small matrices in place; on other processors it packs B at every call. */
  readonly inPlace: boolean;
  /** Computes C = A B, or C += A B if `adds`, for the first `rows` rows of A and the given columns of B. */
  multiply(
    shape: Shape,
    rows: number,
    columns: Run,
    c: Address,
    a: Address,
    b: Address,
    adds: boolean,
  ): void;
}

let library: Library | null | undefined;

/**
 * Loads the OpenBLAS of the Python package scipy-openblas32 in .venv, or the file named by the environment variable
 * UNROLLED_BLAS. Returns null if there is none or it cannot be loaded.
 */
function openLibrary(): Library | null {
  if (library !== undefined) return library;
  library = null;
  for (const path of candidates()) {
    try {
      library = Deno.dlopen(path, SYMBOLS);
      library.symbols.scipy_openblas_set_num_threads(1); // the threads are those of worker_pool.ts
      break;
    } catch {
      // try the next file; without any, the kernels multiply
    }
  }
  return library;
}

/** Returns true if OpenBLAS can be loaded here. */
export function hasBlas(): boolean {
  return openLibrary() !== null;
}

/** Returns name and version, for example "OpenBLAS 0.3.34". */
export function blasName(): string {
  const config = openLibrary()?.symbols.scipy_openblas_get_config() ?? null;
  return textAt(config).match(/OpenBLAS [\d.]+/)?.[0] ?? "OpenBLAS";
}

function textAt(pointer: Deno.PointerValue): string {
  return pointer ? Deno.UnsafePointerView.getCString(pointer) : "";
}

/** Returns OpenBLAS for products in a memory, or undefined if it is not available. */
export function openBlas({ memory }: Memory): Blas | undefined {
  const symbols = openLibrary()?.symbols;
  if (!symbols) return undefined;
  const sgemm = symbols.scipy_cblas_sgemm;
  let buffer: ArrayBufferLike | undefined, base = 0n;
  const pointers = new Map<Address, Deno.PointerValue>(); // the same addresses come up at every step
  const refresh = () => { // growing may move a memory that is not shared
    if (buffer === memory.buffer) return;
    buffer = memory.buffer;
    base = Deno.UnsafePointer.value(Deno.UnsafePointer.of(new Uint8Array(buffer as ArrayBuffer)));
    pointers.clear();
  };
  const pointer = (at: Address) => {
    let known = pointers.get(at);
    if (known === undefined) {
      known = Deno.UnsafePointer.create(base + BigInt(at));
      pointers.set(at, known);
    }
    return known;
  };
  return {
    inPlace: IN_PLACE.includes(textAt(symbols.scipy_openblas_get_corename())),
    multiply({ M, K, N, aT, bT }, rows, { first, count }, c, a, b, adds) {
      refresh();
      const [opA, lda] = aT ? [TRANSPOSED, M] : [NOT_TRANSPOSED, K];
      const [opB, ldb] = bT ? [TRANSPOSED, K] : [NOT_TRANSPOSED, N];
      // deno-fmt-ignore
      sgemm(
        ROW_MAJOR, opA, opB, rows, count, K,
        1, pointer(a), lda, pointer(b + 4 * first * (bT ? K : 1)), ldb,
        adds ? 1 : 0, pointer(c + 4 * first), N,
      );
    },
  };
}

/** Returns the files to try: the one in UNROLLED_BLAS, or those in .venv on Linux, macOS and Windows. */
function candidates(): (string | URL)[] {
  try {
    const named = Deno.env.get("UNROLLED_BLAS");
    if (named) return [named];
    const venv = new URL("../../.venv/", import.meta.url);
    const pythons = [...Deno.readDirSync(new URL("lib", venv))]; // on Windows this is Lib
    const folders = [
      "Lib/site-packages",
      ...pythons.map(({ name }) => `lib/${name}/site-packages`),
    ];
    const names = ["libscipy_openblas.so", "libscipy_openblas.dylib", "libscipy_openblas.dll"];
    return folders.flatMap((folder) =>
      names.map((name) => new URL(`${folder}/scipy_openblas32/lib/${name}`, venv)).filter(exists)
    );
  } catch {
    return []; // no .venv, no permission to read it, or not Deno
  }
}

function exists(path: URL): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
