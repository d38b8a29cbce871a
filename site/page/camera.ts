/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { button, make } from "./elements.ts";

/** Why a camera cannot be used, by the name of the browser's error. */
const REASONS: Record<string, string> = {
  NotAllowedError: "this page is not allowed to use it",
  NotFoundError: "no camera was found",
  NotReadableError: "another program uses it",
};

/** A button that opens the camera, and what it sees until the reader takes a picture. */
export class Camera {
  readonly element = make("span", { className: "live-camera" });
  readonly #video = make("video", { muted: true, playsInline: true, width: 240 });
  readonly #open = button("◉ Camera", "See what the camera sees", () => this.open());
  readonly #take = button(
    "◉ Take the picture",
    "Use what the camera sees now",
    () => this.#shoot(),
  );
  readonly #close = button("✕ Close", "Turn the camera off", () => this.close());
  #stream?: MediaStream;

  /** `taken` receives each picture as the bytes of a PNG, and `failed` the reason why there is none. */
  constructor(
    readonly taken: (file: Uint8Array) => void,
    readonly failed: (message: string) => void,
  ) {
    if (navigator.mediaDevices) this.element.replaceChildren(this.#open); // absent without encryption
  }

  /** Shows what the camera sees. */
  async open(): Promise<void> {
    try {
      const video = { facingMode: "environment", width: { ideal: 640 } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video });
      this.#video.srcObject = this.#stream;
      this.element.replaceChildren(this.#video, this.#take, this.#close);
      await this.#video.play();
    } catch (error) {
      const { name, message } = error as Error;
      this.close();
      this.failed(`Cannot use the camera: ${REASONS[name] ?? message}`);
    }
  }

  /** Turns the camera off. */
  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    if (navigator.mediaDevices) this.element.replaceChildren(this.#open);
  }

  async #shoot(): Promise<void> {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")!.drawImage(this.#video, 0, 0);
    this.close();
    this.taken(new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()));
  }
}
