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
const MOST_PAGES = 65536; // 4 GiB, the limit of 32-bit addresses; reserved, not committed
const LINE = 64; // bytes of a cache line; allocations are aligned to it

/** True if this runtime has relaxed SIMD, that is fused multiply-add; Node 20 has not. */
const isRelaxed = WebAssembly.validate(bytesOf(plain));

/**
 * True if several threads can work in one memory here. Node has no global Worker. A browser shares memory only with pages
 * that are isolated from other origins, and does not let the page itself, unlike its workers, wait for another thread.
 */
export const canShare: boolean = isRelaxed && typeof SharedArrayBuffer !== "undefined" &&
  typeof Worker !== "undefined" && !("document" in globalThis);

let module: WebAssembly.Module | undefined;

/** Linear memory of one trainer or trace, with its kernels and a bump allocator. */
export class Memory {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  #top: Address = FIRST;
  #floats!: Float32Array;
  #ints!: Int32Array;
  #doubles!: Float64Array;

  /** Creates a memory, or another thread's view of the given one. */
  constructor(memory?: WebAssembly.Memory) {
    this.memory = memory ??
      new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: canShare });
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

  /** Allocates n numbers of four bytes, zero if never used before; throws RangeError beyond 4 GiB. */
  alloc(n: number): Address {
    const at = this.#top;
    this.#top = Math.ceil((at + 4 * n) / LINE) * LINE;
    const missing = Math.ceil((this.#top + LINE - this.memory.buffer.byteLength) / PAGE);
    if (this.#top > MOST_PAGES * PAGE) {
      throw new RangeError(
        `Cannot allocate ${(this.#top / 2 ** 30).toFixed(1)} GiB: the limit is 4 GiB`,
      );
    }
    if (missing > 0) this.memory.grow(missing);
    this.refresh();
    return at;
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

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Returns the next multiple of 4: rows are padded so that vectors of four floats fit. */
export function padTo4(n: number): number {
  return Math.ceil(n / 4) * 4;
}
