/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, MimeBundle, Reply } from "../kernel/protocol.ts";
import { button, make } from "./elements.ts";
import type { CellPlace } from "./places.ts";

/** The answer to a call of a control's function. */
export type Called = Extract<Reply, { type: "called" }>;

/** Finds the places of an error in the cells. */
export interface PlaceFinder {
  placesIn(stack: string): CellPlace[];
}

/** Requests of a control to the page. */
export interface ControlActions {
  /** Calls the function of a control in the kernel. */
  call(control: string, value: unknown): void;
  /** Ends the kernel. */
  stop(): void;
}

/** An output with which the reader gives values to a function in the kernel, such as a slider. */
export interface Control {
  /** The id by which the kernel knows the function. */
  readonly id: string;
  /** The contents of the output as it is now. */
  readonly data: MimeBundle;
  /** Shows what the function has drawn and printed, or its error. */
  show(outputs: KernelOutput[], finder: PlaceFinder): void;
  /** Says why the control can't be used any more. */
  retire(reason: string): void;
}

const PATIENCE = 400; // milliseconds after which the reader is told that the kernel computes

/** A remark and a button to stop, which a control shows while the reader waits for the kernel. */
export class Waiting {
  readonly #remark = make("span", { className: "live-mark" });
  readonly #stop: HTMLButtonElement;
  #patience?: ReturnType<typeof setTimeout>;

  constructor({ stop }: ControlActions) {
    this.#stop = button("■ Stop", "End the kernel and what it computes", stop);
    this.#stop.hidden = true;
  }

  /** The elements to show. */
  get elements(): HTMLElement[] {
    return [this.#remark, this.#stop];
  }

  /** Tells the reader after a moment that the kernel computes. */
  begin(): void {
    this.#patience = setTimeout(() => {
      this.#remark.textContent = "computing …";
      this.#stop.hidden = false;
    }, PATIENCE);
  }

  /** Takes the remark and the button away. */
  end(): void {
    clearTimeout(this.#patience);
    this.say("");
    this.#stop.hidden = true;
  }

  /** Shows a remark. */
  say(text: string): void {
    this.#remark.textContent = text;
  }
}
