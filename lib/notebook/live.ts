import { inKernel } from "./kernel.ts";
import { randomId } from "./random_id.ts";

type Display = () => Record<string, string> | Promise<Record<string, string>>;

/** A part of a cell's output whose content can be replaced, such as a loss curve that grows during training. */
export class Live {
  readonly #id = randomId();
  #shown = false;

  /**
   * Shows a figure or a table in place of the previous one; does nothing in a terminal, which can't replace output. Throws
   * TypeError if the value has no method Symbol.for("Jupyter.display").
   */
  async show(value: object): Promise<void> {
    const display = (value as Record<symbol, Display | undefined>)[Symbol.for("Jupyter.display")];
    if (!display) {
      throw new TypeError('Cannot show a value without a method Symbol.for("Jupyter.display")');
    }
    if (!inKernel()) return;
    const options = { raw: true, display_id: this.#id, update: this.#shown };
    this.#shown = true;
    await Deno.jupyter.display(await display.call(value), options);
    await new Promise((drawn) => setTimeout(drawn)); // messages are sent, and interrupts received, between two turns of the event loop
  }
}

/** Creates an output whose content changes while the cell runs. */
export function live(): Live {
  return new Live();
}
