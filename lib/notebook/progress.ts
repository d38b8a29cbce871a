import { inKernel } from "./kernel.ts";
import { randomId } from "./random_id.ts";

const MIN_INTERVAL = 100; // milliseconds between two updates, because a loop may step much faster

/** A progress bar in a notebook, or a line in a terminal. */
export class Progress {
  #done = 0;
  #drawn = 0;
  readonly #id = randomId();
  #shown = false;

  /** Creates a bar for `total` steps of the named work. Throws RangeError unless total is positive. */
  constructor(readonly name: string, readonly total: number) {
    if (!(total > 0)) {
      throw new RangeError(`Cannot show progress: the total must be positive, got ${total}`);
    }
  }

  /** Counts steps as done, with a note such as the loss; updates at most ten times a second, and always at the end. */
  async step(note = "", count = 1): Promise<void> {
    this.#done = Math.min(this.total, this.#done + count);
    if (this.#done < this.total && Date.now() - this.#drawn < MIN_INTERVAL) return;
    this.#drawn = Date.now();
    await this.#draw(note);
  }

  /** Shows a report of `train` or `fit` whose `steps` are the total: `train(model, data, { report: bar.report, … })`. */
  readonly report = async ({ step, loss }: { step: number; loss: number }): Promise<void> => {
    await this.step(`loss ${loss.toPrecision(3)}`, step - this.#done);
  };

  async #draw(note: string): Promise<void> {
    const text = `${this.name}: ${this.#done} of ${this.total}${note && `, ${note}`}`;
    if (!inKernel()) return console.log(text);
    const bar = `<progress max="${this.total}" value="${this.#done}"></progress> ${text}`;
    const options = { raw: true, display_id: this.#id, update: this.#shown };
    this.#shown = true;
    await Deno.jupyter.display({ "text/html": bar, "text/plain": text }, options);
  }
}

/** Creates a progress bar for `total` steps. Throws RangeError unless total is positive. */
export function progress(name: string, total: number): Progress {
  return new Progress(name, total);
}
