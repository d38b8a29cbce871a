import { inKernel } from "./kernel.ts";

const EVERY = 100; // milliseconds between two drawings: a loop may step much faster

/** A progress bar in a notebook, or a line in a terminal. */
export class Progress {
  #done = 0;
  #drawn = 0;
  readonly #id = crypto.randomUUID();
  #shown = false;

  /** A bar for `total` steps of what has this name. */
  constructor(readonly name: string, readonly total: number) {
    if (!(total > 0)) {
      throw new RangeError(`Cannot show progress: the total must be positive, got ${total}`);
    }
  }

  /** Counts steps as done, with a note such as the loss; draws at most ten times a second, and the last one always. */
  async step(note = "", count = 1): Promise<void> {
    this.#done = Math.min(this.total, this.#done + count);
    if (this.#done < this.total && Date.now() - this.#drawn < EVERY) return;
    this.#drawn = Date.now();
    await this.#draw(note);
  }

  async #draw(note: string): Promise<void> {
    const text = `${this.name}: ${this.#done} of ${this.total}${note && `, ${note}`}`;
    if (!inKernel()) return console.log(text);
    const bar = `<progress max="${this.total}" value="${this.#done}"></progress> ${text}`;
    const options = { raw: true, display_id: this.#id, update: this.#shown };
    this.#shown = true;
    await Deno.jupyter.display({ "text/html": bar, "text/plain": text }, options);
  }
}

/** A progress bar over `total` steps; throws RangeError unless total is above zero. */
export function progress(name: string, total: number): Progress {
  return new Progress(name, total);
}
