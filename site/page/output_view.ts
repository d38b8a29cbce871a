/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, MimeBundle } from "../kernel/protocol.ts";
import type { Called, Control, ControlActions, PlaceFinder } from "./control.ts";
import { make } from "./elements.ts";
import type { CellPlace } from "./places.ts";
import { PICTURE_INPUT, PictureInputView } from "./picture_input_view.ts";
import { errorBox, errorLines, fillWith, streamBox } from "./render_output.ts";
import { SLIDER, SliderView } from "./slider_view.ts";

/** An output of a kernel that belongs to one cell. */
export type CellOutput = Exclude<KernelOutput, { output_type: "update_display_data" | "error" }>;

/** The event of an element in which an output is shown; it bubbles, and its detail is the output's representations. */
export const SHOWN = "unrolled:shown";

/** A change of an output that was shown before. */
export type DisplayUpdate = Extract<KernelOutput, { output_type: "update_display_data" }>;

/** An output as a notebook file stores it. */
export interface StoredOutput {
  output_type: string;
  [field: string]: unknown;
}

interface Shown {
  display?: string;
  stored: StoredOutput;
  box: HTMLElement;
  control?: Control;
}

/** The outputs of a cell, below it; the previous ones stay until the first new one arrives. */
export class OutputView {
  readonly element: HTMLElement;
  #shown: Shown[] = [];
  #isOld = false;

  /** Uses the stored outputs of a cell, or an empty element below it. */
  constructor(box: HTMLElement, readonly actions: ControlActions) {
    const stored = box.querySelector<HTMLElement>(".cell_output");
    this.element = stored ?? make("div", { className: "cell_output docutils container" });
    if (!stored) box.append(this.element);
  }

  /** The outputs of the last run. */
  get stored(): StoredOutput[] {
    return this.#shown.map(({ stored }) => stored);
  }

  /** Marks the outputs as those of an earlier run, and keeps their height so that the page does not jump. */
  begin(): void {
    this.#isOld = true;
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.element.classList.add("live-old");
    this.retire("");
  }

  /** Adds an output. */
  show(output: CellOutput): void {
    this.#clearOld();
    if (output.output_type === "stream") return this.#stream(output);
    const { output_type, data } = output, box = make("div");
    const display = output_type === "display_data" ? output.display_id : undefined;
    const count = output_type === "execute_result" ? { execution_count: null } : {};
    const shown: Shown = { display, box, stored: { output_type, data, metadata: {}, ...count } };
    this.#add(shown);
    this.#fill(shown, data);
    box.dispatchEvent(new CustomEvent(SHOWN, { bubbles: true, detail: data }));
  }

  /** Adds an error, with the places where it occurred. */
  showError(ename: string, evalue: string, places: CellPlace[]): void {
    this.#clearOld();
    const lines = errorLines(ename, evalue, places);
    const stored = { output_type: "error", ename, evalue, traceback: lines };
    this.#add({ box: errorBox(lines), stored });
  }

  /** Replaces the contents of each output with the id of an update. */
  update({ display_id, data }: DisplayUpdate): void {
    for (const shown of this.#shown) {
      if (shown.display !== undefined && shown.display === display_id) this.#fill(shown, data);
    }
  }

  /** Shows what the function of a control has drawn, if the control is in this cell. */
  answer({ control: id, outputs }: Called, compiler: PlaceFinder): void {
    for (const output of outputs) {
      if (output.output_type === "update_display_data") this.update(output);
    }
    for (const { control, stored } of this.#shown) {
      if (control?.id !== id) continue;
      control.show(outputs, compiler);
      stored.data = control.data;
    }
  }

  /** Says below every control why it can't be used any more. */
  retire(reason: string): void {
    for (const { control } of this.#shown) control?.retire(reason);
  }

  /** Removes outputs of an earlier run, and lets the height follow the contents again. */
  end(): void {
    this.#clearOld();
    this.element.style.minHeight = "";
  }

  /** Keeps what is shown, after a stop. */
  cancel(): void {
    this.#isOld = false;
    this.element.style.minHeight = "";
  }

  #fill(shown: Shown, data: MimeBundle): void {
    shown.stored.data = data;
    const View = SLIDER in data ? SliderView : PICTURE_INPUT in data ? PictureInputView : undefined;
    shown.control = View && new View(shown.box, data, this.actions);
    if (!View) fillWith(shown.box, data);
  }

  #add(shown: Shown): void {
    this.#shown.push(shown);
    this.element.append(shown.box);
  }

  #clearOld(): void {
    if (!this.#isOld) return;
    this.#isOld = false;
    this.#shown = [];
    this.element.replaceChildren();
    this.element.classList.remove("live-old");
  }

  #stream({ name, text }: Extract<CellOutput, { output_type: "stream" }>): void {
    const last = this.#shown.at(-1);
    if (last?.stored.output_type === "stream" && last.stored.name === name) {
      last.stored.text += text;
      last.box.firstElementChild!.append(text);
    } else {
      this.#add({ box: streamBox(name, text), stored: { output_type: "stream", name, text } });
    }
  }
}
