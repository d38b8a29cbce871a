import type { Shown } from "./show.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** A place in a cell's output whose content is replaced: a loss curve that grows while the network learns. */
export class Live {
  readonly #id = crypto.randomUUID();
  #shown = false;

  /** Shows a value in the place of the one before; nothing in a terminal, where nothing can be replaced. */
  async show(value: unknown): Promise<void> {
    if (!Deno.mainModule.includes("$deno$jupyter")) return;
    const bundle = await (value as { [DISPLAY](): unknown })[DISPLAY]() as ReturnType<
      Shown[typeof DISPLAY]
    >;
    const options = { raw: true, display_id: this.#id, update: this.#shown };
    this.#shown = true;
    await Deno.jupyter.display(bundle as Record<string, string>, options);
    await new Promise((drawn) => setTimeout(drawn)); // the message leaves, and an interrupt arrives, between two turns
  }
}

/** A new place for a value that changes while the cell runs. */
export function live(): Live {
  return new Live();
}
