import { inKernel } from "./kernel.ts";

type Display = () => Record<string, string> | Promise<Record<string, string>>;

/** A place in a cell's output whose content is replaced: a loss curve that grows while the network learns. */
export class Live {
  readonly #id = crypto.randomUUID();
  #shown = false;

  /**
   * Shows a figure or a table in the place of the one before; nothing in a terminal, where nothing can be replaced.
   * Throws TypeError for a value that doesn't show itself.
   */
  async show(value: object): Promise<void> {
    const display = (value as Record<symbol, Display | undefined>)[Symbol.for("Jupyter.display")];
    if (!display) throw new TypeError("Cannot show a value that has no display of its own");
    if (!inKernel()) return;
    const options = { raw: true, display_id: this.#id, update: this.#shown };
    this.#shown = true;
    await Deno.jupyter.display(await display.call(value), options);
    await new Promise((drawn) => setTimeout(drawn)); // the message leaves, and an interrupt arrives, between two turns
  }
}

/** A new place for a value that changes while the cell runs. */
export function live(): Live {
  return new Live();
}
