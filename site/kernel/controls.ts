import { randomId } from "../../lib/notebook/random_id.ts";

/** A function that the page calls with a value, and whose result it shows. */
export type ControlFunction = (value: unknown) => unknown;

/** The functions of the controls that cells have shown, such as sliders. */
export class Controls {
  readonly #functions = new Map<string, ControlFunction>();

  /** Keeps a function for a control that a cell shows, and returns the control's id. */
  add(cell: number, call: ControlFunction): string {
    const id = `${cell}:${randomId()}`;
    this.#functions.set(id, call);
    return id;
  }

  /** Returns the function of a control, or undefined if its cell has run again since. */
  get(id: string): ControlFunction | undefined {
    return this.#functions.get(id);
  }

  /** Forgets the controls that a cell has shown. */
  drop(cell: number): void {
    for (const id of this.#functions.keys()) {
      if (id.startsWith(`${cell}:`)) this.#functions.delete(id);
    }
  }
}
