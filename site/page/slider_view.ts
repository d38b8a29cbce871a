/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, MimeBundle } from "../kernel/protocol.ts";
import { type Control, type ControlActions, type PlaceFinder, Waiting } from "./control.ts";
import { make } from "./elements.ts";
import { displayBox, errorLines, streamBox } from "./render_output.ts";
import { LivePicture } from "./live_picture.ts";
import { SliderTable } from "./slider_table.ts";

/** The mime type of a slider whose pictures the kernel computes. */
export const SLIDER = "application/vnd.unrolled.slider+json";

interface SliderState {
  control: string;
  name: string;
  min: number;
  max: number;
  step: number;
  value: number;
  numbers: Record<string, string>;
}

const SILENCE = 700; // milliseconds without a new picture after which its description is read out

/** A picture, and a slider below it with which the reader chooses the value that the kernel draws it for. */
export class SliderView implements Control {
  /** The contents of the output as it is now. */
  data: MimeBundle;
  /** The id by which the kernel calls the slider's function. */
  readonly id: string;
  readonly #picture = new LivePicture();
  readonly #printed = make("div");
  readonly #input = make("input", { type: "range" });
  readonly #value = make("span", { className: "live-value" });
  readonly #waiting: Waiting;
  readonly #description = make("p", { className: "live-unseen", role: "status" });
  readonly #table: SliderTable;
  #wanted?: number; // the newest value, while another one is being computed
  #asked: number; // the last value that the kernel was asked for
  #shown: number;
  #isBusy = false;
  #silence?: ReturnType<typeof setTimeout>;

  /** Fills a box with the picture and the slider of a mime bundle. */
  constructor(box: HTMLElement, data: MimeBundle, readonly actions: ControlActions) {
    this.data = data;
    const { control, name, min, max, step, value } = data[SLIDER] as SliderState;
    this.id = control;
    this.#asked = this.#shown = value;
    this.#table = new SliderTable(name);
    Object.assign(this.#input, { min, max, step, value });
    this.#input.addEventListener("input", () => this.#move(Number(this.#input.value)));
    this.#waiting = new Waiting(actions);
    this.#input.id = `slider-${control}`;
    const row = make(
      "div",
      { className: "live-slider" },
      make("label", { htmlFor: this.#input.id }, name),
      ...[this.#input, this.#value, ...this.#waiting.elements],
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
    this.#waiting.say(reason);
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
    this.#waiting.begin();
    this.actions.call(this.id, value);
  }

  #rest(): void {
    this.#isBusy = false;
    this.#waiting.end();
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
      if ((output.data[SLIDER] as SliderState)?.control === this.id) {
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
