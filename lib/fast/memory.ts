import { older, plain, shared } from "./kernels.ts";

/** A place in linear memory, in bytes. */
export type Address = number;

type Kernel = (...args: number[]) => number;

/** The compiled kernels, by the names under which `assembly/` explains them. */
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
const MOST_PAGES = 65536; // 4 GiB, all that 32 bits can name; reserved, not used
const FIRST = 4096; // the kernels' own constants stand below
const LINE = 64; // bytes of a cache line: what is allocated begins on one

/** Whether this runtime multiplies and adds in one operation; Node 20 does not. */
const isRelaxed = WebAssembly.validate(bytesOf(plain));

/**
 * Whether several threads can work in one memory here. Node has no Worker of this kind; a browser shares memory with pages
 * that are isolated from other origins alone, and lets a page itself, unlike its workers, never wait for another thread.
 */
export const canShare: boolean = isRelaxed && typeof SharedArrayBuffer !== "undefined" &&
  typeof Worker !== "undefined" && !("document" in globalThis);

let module: WebAssembly.Module | undefined;

/** The linear memory of one trainer or trace, its kernels, and an allocator that only goes upwards. */
export class Memory {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  #top = FIRST;
  #floats!: Float32Array;
  #ints!: Int32Array;
  #doubles!: Float64Array;

  /** A new memory, or another thread's view of one. */
  constructor(memory?: WebAssembly.Memory) {
    this.memory = memory ??
      new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: canShare });
    module ??= new WebAssembly.Module(bytesOf(canShare ? shared : isRelaxed ? plain : older));
    const abort = () => {
      throw new Error("Cannot go on: a kernel stopped");
    };
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory, abort } });
    this.kernels = instance.exports as unknown as Kernels;
    this.refresh();
  }

  /** All of the memory as float32: the number at address a has index a / 4. */
  get floats(): Float32Array {
    return this.#floats;
  }

  /** All of the memory as int32. */
  get ints(): Int32Array {
    return this.#ints;
  }

  /** All of the memory as float64: the number at address a has index a / 8. */
  get doubles(): Float64Array {
    return this.#doubles;
  }

  /** Where the next allocation begins. */
  get top(): Address {
    return this.#top;
  }

  /** Goes back, or on, to a place: what lies above is given up. */
  set top(at: Address) {
    this.#top = at;
  }

  /** Room for n numbers of four bytes, zeros at first; throws RangeError beyond 4 GiB. */
  alloc(n: number): Address {
    const at = this.#top;
    this.#top = Math.ceil((at + 4 * n) / LINE) * LINE;
    const missing = Math.ceil((this.#top + LINE - this.memory.buffer.byteLength) / PAGE);
    if (this.#top > MOST_PAGES * PAGE) {
      throw new RangeError(
        `Cannot hold ${(this.#top / 2 ** 30).toFixed(1)} GiB: 4 GiB is the most`,
      );
    }
    if (missing > 0) this.memory.grow(missing);
    this.refresh();
    return at;
  }

  /** A view of n float32 numbers; make it where nothing is timed. */
  view(at: Address, n: number): Float32Array {
    return this.#floats.subarray(at / 4, at / 4 + n);
  }

  /** Sees what another thread, or this one, has grown. */
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

/** The next multiple of 4: rows are padded so that vectors of four numbers fit. */
export function padTo4(n: number): number {
  return Math.ceil(n / 4) * 4;
}
