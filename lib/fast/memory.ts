import { older, plain, shared } from "./kernels.ts";

/** Byte offset in linear memory. */
export type Address = number;

/** Address of the first allocation; below it are the kernels' constants. */
export const FIRST: Address = 4096;

type Kernel = (...args: number[]) => number;

/** Compiled kernels by name; `assembly/` documents each. */
export type Kernels = Record<KernelName, Kernel>;

// deno-fmt-ignore
type KernelName =
  | "packPanels" | "packStrips" | "packWidePanels" | "product" | "rowProduct"
  | "rnnForward" | "rnnBackward" | "lstmForward" | "lstmBackward" | "gruForward" | "gruBackward"
  | "addTo" | "crossEntropy" | "fillRows" | "gatherRows" | "scaleColumns" | "scaleRows"
  | "scatterRows" | "squaredError" | "squareRows" | "sumRows"
  | "sgd" | "momentum" | "adagrad" | "rmsprop" | "adam" | "sumSquares"
  | "addColumn" | "addPatches" | "addScaled" | "columnCrossEntropy" | "cutPatches" | "entrywise"
  | "pickColumns" | "poolBack" | "poolOf" | "reluBack" | "reluOf" | "scaled" | "sigmoidBack"
  | "sigmoidOf" | "sumColumns" | "tanhBack" | "tanhOf" | "unpickColumns";

const PAGE = 65536;
const ALL_PAGES = 65536; // 4 GiB, the limit of 32-bit addresses
const FEWEST_PAGES = 1024; // 64 MiB, the smallest reservation that is worth a try
const GIB = 2 ** 30;
const LINE = 64; // bytes of a cache line; allocations are aligned to it

/** True if this runtime has relaxed SIMD, that is fused multiply-add; Node 20 has not. */
const isRelaxed = WebAssembly.validate(bytesOf(plain));

/**
 * True if several threads can work in one memory here. Node has no global Worker. A browser shares memory only with pages
 * that are isolated from other origins, and does not let the page itself, unlike its workers, wait for another thread.
 */
export const canShare: boolean = isRelaxed && typeof SharedArrayBuffer !== "undefined" &&
  typeof Worker !== "undefined" && !("document" in globalThis);

/**
 * Pages to reserve for each memory: addresses only, not yet memory. A browser gets 1 GiB, because on a phone several trainers
 * could not have more.
 */
const MOST_PAGES = globalThis.navigator?.userAgent.startsWith("Mozilla/")
  ? ALL_PAGES / 4
  : ALL_PAGES;

let module: WebAssembly.Module | undefined;

/** Linear memory of one trainer or trace, with its kernels and a bump allocator. */
export class Memory {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly #reserved: number; // bytes to which it can grow
  #top: Address = FIRST;
  #floats!: Float32Array;
  #ints!: Int32Array;
  #doubles!: Float64Array;

  /** Creates a memory, or another thread's view of the given one. */
  constructor(memory?: WebAssembly.Memory) {
    const reserved = memory ? { memory, pages: ALL_PAGES } : reserve(); // only the thread that created it makes it grow
    this.memory = reserved.memory;
    this.#reserved = reserved.pages * PAGE;
    module ??= new WebAssembly.Module(bytesOf(canShare ? shared : isRelaxed ? plain : older));
    const abort = () => {
      throw new Error("Cannot go on: a kernel aborted");
    };
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory, abort } });
    this.kernels = instance.exports as unknown as Kernels;
    this.refresh();
  }

  /** The whole memory as float32; address a has index a / 4. */
  get floats(): Float32Array {
    return this.#floats;
  }

  /** The whole memory as int32; address a has index a / 4. */
  get ints(): Int32Array {
    return this.#ints;
  }

  /** The whole memory as float64; address a has index a / 8. */
  get doubles(): Float64Array {
    return this.#doubles;
  }

  /** Address of the next allocation. */
  get top(): Address {
    return this.#top;
  }

  /** Moves the next allocation; what was allocated above `at` is freed. */
  set top(at: Address) {
    this.#top = at;
  }

  /**
   * Allocates n numbers of four bytes, zero if never used before. Throws RangeError beyond the reserved addresses (4 GiB, in
   * a browser 1 GiB, or fewer if the system refused those), or if the system has no memory left.
   */
  alloc(n: number): Address {
    const at = this.#top, top = Math.ceil((at + 4 * n) / LINE) * LINE;
    this.#reach(top + LINE);
    this.#top = top;
    this.refresh();
    return at;
  }

  /** Grows the memory to `size` bytes unless it is as large. */
  #reach(size: number): void {
    const { byteLength } = this.memory.buffer;
    if (size <= byteLength) return;
    if (size > this.#reserved) {
      throw new RangeError(`Cannot allocate ${read(size)}: the limit is ${read(this.#reserved)}`);
    }
    try {
      this.memory.grow(Math.ceil((size - byteLength) / PAGE));
    } catch {
      throw new RangeError(
        `Cannot allocate ${read(size)}: the system refuses to extend the ${
          read(byteLength)
        } in use`,
      );
    }
  }

  /** Returns a view of n float32 numbers; it allocates an object, so keep it out of hot loops. */
  view(at: Address, n: number): Float32Array {
    return this.#floats.subarray(at / 4, at / 4 + n);
  }

  /** Renews the views after this or another thread has grown the memory. */
  refresh(): void {
    if (this.#floats?.buffer === this.memory.buffer) return;
    this.#floats = new Float32Array(this.memory.buffer);
    this.#ints = new Int32Array(this.memory.buffer);
    this.#doubles = new Float64Array(this.memory.buffer);
  }
}

/**
 * Creates a small memory that can grow, and reserves as many addresses for it as the system grants: phones may refuse 4 GiB.
 * V8 does not refuse but reserves no more than the first page, which the next one then brings to light.
 */
function reserve(): { memory: WebAssembly.Memory; pages: number } {
  for (let pages = MOST_PAGES;; pages /= 2) {
    try {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: pages, shared: canShare });
      memory.grow(1);
      return { memory, pages };
    } catch (error) {
      if (pages > FEWEST_PAGES) continue;
      throw new RangeError(
        `Cannot start the fast engine: the system refuses ${read(pages * PAGE)} of addresses`,
        { cause: error },
      );
    }
  }
}

/** Returns a number of bytes as a reader expects it, for example "1.5 GiB". */
function read(bytes: number): string {
  return bytes < GIB ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Returns the next multiple of 4: rows are padded so that vectors of four floats fit. */
export function padTo4(n: number): number {
  return Math.ceil(n / 4) * 4;
}
