/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, MimeBundle } from "../kernel/protocol.ts";
import { Camera } from "./camera.ts";
import { type Control, type ControlActions, type PlaceFinder, Waiting } from "./control.ts";
import { make } from "./elements.ts";
import { LivePicture } from "./live_picture.ts";
import { displayBox, errorLines, streamBox } from "./render_output.ts";

/** The mime type of an input for pictures of the reader's own. */
export const PICTURE_INPUT = "application/vnd.unrolled.picture+json";

const LARGEST = 50e6; // bytes of a file
const PROMISE = "Your picture stays on this page: it is not uploaded.";

/** A figure about a picture, and below it the means to choose another one: a file or the camera. */
export class PictureInputView implements Control {
  data: MimeBundle;
  readonly id: string;
  readonly #figure = new LivePicture();
  readonly #printed = make("div");
  readonly #file = make("input", { type: "file", accept: "image/png,image/jpeg,image/webp" });
  readonly #camera: Camera;
  readonly #waiting: Waiting;
  readonly #description = make("p", { className: "live-unseen", role: "status" });

  /** Fills a box with the figure of a mime bundle and the input. */
  constructor(box: HTMLElement, data: MimeBundle, readonly actions: ControlActions) {
    this.data = data;
    this.id = (data[PICTURE_INPUT] as { control: string }).control;
    this.#waiting = new Waiting(actions);
    this.#camera = new Camera((file) => this.#ask(file), (message) => this.#figure.fail([message]));
    this.#file.id = `picture-${this.id}`;
    this.#file.addEventListener("change", () => this.#choose());
    const label = make("label", { htmlFor: this.#file.id }, "Your own picture");
    const row = make("div", { className: "live-choice" }, label, this.#file, this.#camera.element);
    row.append(...this.#waiting.elements, make("small", {}, PROMISE));
    box.className = "output text_html";
    box.replaceChildren(this.#figure.element, this.#printed, row, this.#description);
    this.#figure.draw(String(data["text/html"]));
  }

  /** Shows what the kernel has drawn about the picture, or why it could not. */
  show(outputs: KernelOutput[], finder: PlaceFinder): void {
    this.#waiting.end();
    this.#file.disabled = false;
    this.#printed.replaceChildren();
    for (const output of outputs) this.#showOne(output, finder);
  }

  /** Says why no other picture can be chosen any more. */
  retire(reason: string): void {
    this.#waiting.end();
    this.#waiting.say(reason);
    this.#camera.close();
    this.#camera.element.hidden = true;
    this.#file.disabled = true;
  }

  async #choose(): Promise<void> {
    const [file] = this.#file.files ?? [];
    if (!file) return;
    if (file.size > LARGEST) {
      const found = `${Math.round(file.size / 1e6)} MB`;
      return this.#figure.fail([`Cannot read ${file.name}: expected at most 50 MB, got ${found}`]);
    }
    this.#ask(new Uint8Array(await file.arrayBuffer()));
  }

  #ask(file: Uint8Array): void {
    this.#file.disabled = true;
    this.#waiting.begin();
    this.actions.call(this.id, file);
  }

  #showOne(output: KernelOutput, finder: PlaceFinder): void {
    if (output.output_type === "stream") {
      this.#printed.append(streamBox(output.name, output.text));
    } else if (output.output_type === "error") {
      this.#figure.fail(errorLines(output.ename, output.evalue, finder.placesIn(output.stack)));
    } else if (output.output_type !== "update_display_data") {
      if (!(PICTURE_INPUT in output.data)) {
        return void this.#printed.append(displayBox(output.data));
      }
      this.data = output.data;
      this.#figure.draw(String(output.data["text/html"]));
      this.#description.textContent = String(output.data["text/plain"]);
    }
  }
}
