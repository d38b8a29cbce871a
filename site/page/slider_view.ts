/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, MimeBundle, Reply } from "../kernel/protocol.ts";
import { button, make } from "./elements.ts";
import type { CellPlace } from "./places.ts";
import { errorLines, fillWith, streamBox } from "./render_output.ts";
import { SliderPicture } from "./slider_picture.ts";
import { SliderTable } from "./slider_table.ts";

/** The mime type of a slider whose pictures the kernel computes. */
export const SLIDER = "application/vnd.unrolled.slider+json";

/** The answer to a call of a control's function. */
export type Called = Extract<Reply, { type: "called" }>;

/** Finds the places of an error in the cells. */
export interface PlaceFinder {
  placesIn(stack: string): CellPlace[];
}

/** Requests of a slider to the page. */
export interface SliderActions {
  /** Calls the function of a control in the kernel. */
  call(control: string, value: number): void;
  /** Ends the kernel. */
  stop(): void;
}

interface SliderState {
  control: string;
  name: string;
  min: number;
  max: number;
  step: number;
  value: number;
  numbers: Record<string, string>;
}

const PATIENCE = 400; // milliseconds after which the reader is told that a picture is being computed
const SILENCE = 700; // milliseconds without a new picture after which its description is read out

/** A picture, and a slider below it with which the reader chooses the value that the kernel draws it for. */
export class SliderView {
  /** The contents of the output as it is now. */
  data: MimeBundle;
  /** The id by which the kernel calls the slider's function. */
  readonly control: string;
  readonly #picture = new SliderPicture();
  readonly #printed = make("div");
  readonly #input = make("input", { type: "range" });
  readonly #value = make("span", { className: "live-value" });
  readonly #remark = make("span", { className: "live-mark" });
  readonly #stop: HTMLButtonElement;
  readonly #description = make("p", { className: "live-unseen", role: "status" });
  readonly #table: SliderTable;
  #wanted?: number; // the newest value, while another one is being computed
  #asked: number; // the last value that the kernel was asked for
  #shown: number;
  #isBusy = false;
  #patience?: ReturnType<typeof setTimeout>;
  #silence?: ReturnType<typeof setTimeout>;

  /** Fills a box with the picture and the slider of a mime bundle. */
  constructor(box: HTMLElement, data: MimeBundle, readonly actions: SliderActions) {
    this.data = data;
    const { control, name, min, max, step, value } = data[SLIDER] as SliderState;
    this.control = control;
    this.#asked = this.#shown = value;
    this.#table = new SliderTable(name);
    Object.assign(this.#input, { min, max, step, value });
    this.#input.addEventListener("input", () => this.#move(Number(this.#input.value)));
    this.#stop = button("■ Stop", "End the kernel and what it computes", actions.stop);
    this.#stop.hidden = true;
    this.#input.id = `slider-${control}`;
    const row = make(
      "div",
      { className: "live-slider" },
      make("label", { htmlFor: this.#input.id }, name),
      ...[this.#input, this.#value, this.#remark, this.#stop],
    );
    box.className = "output text_html";
    box.replaceChildren(
      this.#picture.element,
      this.#printed,
      row,
      this.#table.element,
      this.#description,
    );
    this.#sayValue(value);
    this.#draw(data);
  }

  /** Shows what the slider's function has drawn and printed, or its error; then asks for the newest value, if it is another. */
  show(outputs: KernelOutput[], finder: PlaceFinder): void {
    this.#rest();
    this.#shown = this.#asked;
    this.#printed.replaceChildren();
    for (const output of outputs) this.#showOne(output, finder);
    if (this.#wanted !== undefined) this.#ask(this.#wanted);
  }

  /** Returns to the value of the picture, and says why the slider can't be used any more. */
  retire(reason: string): void {
    this.#rest();
    this.#wanted = undefined;
    this.#input.value = String(this.#shown);
    this.#sayValue(this.#shown);
    this.#input.disabled = true;
    this.#remark.textContent = reason;
  }

  #move(value: number): void {
    this.#sayValue(value);
    if (this.#isBusy) this.#wanted = value;
    else this.#ask(value);
  }

  #ask(value: number): void {
    this.#wanted = undefined;
    this.#asked = value;
    this.#isBusy = true;
    this.#patience = setTimeout(() => {
      this.#remark.textContent = "computing …";
      this.#stop.hidden = false;
    }, PATIENCE);
    this.actions.call(this.control, value);
  }

  #rest(): void {
    clearTimeout(this.#patience);
    this.#isBusy = false;
    this.#remark.textContent = "";
    this.#stop.hidden = true;
  }

  #sayValue(value: number): void {
    this.#value.textContent = String(value);
    this.#input.setAttribute("aria-valuetext", String(value));
  }

  #showOne(output: KernelOutput, finder: PlaceFinder): void {
    if (output.output_type === "stream") {
      this.#printed.append(streamBox(output.name, output.text));
    } else if (output.output_type === "error") {
      clearTimeout(this.#silence);
      this.#picture.fail(errorLines(output.ename, output.evalue, finder.placesIn(output.stack)));
    } else if (output.output_type !== "update_display_data") {
      if ((output.data[SLIDER] as SliderState)?.control === this.control) {
        this.#draw(output.data);
        this.#describeSoon();
      } else this.#printed.append(displayBox(output.data));
    }
  }

  #draw(data: MimeBundle): void {
    this.data = data;
    const { value, numbers } = data[SLIDER] as SliderState;
    this.#picture.draw(String(data["text/html"]));
    this.#table.add(value, numbers);
  }

  /** Lets a screen reader describe the picture once the slider rests. */
  #describeSoon(): void {
    clearTimeout(this.#silence);
    const text = String(this.data["text/plain"]);
    this.#silence = setTimeout(() => this.#description.textContent = text, SILENCE);
  }
}

function displayBox(data: MimeBundle): HTMLElement {
  const box = make("div");
  fillWith(box, data);
  return box;
}
