import { inspect } from "./inspect.ts";
import type { KernelOutput, MimeBundle } from "./protocol.ts";

/** Receives the outputs of the running cell. */
export type Outlet = (output: KernelOutput) => void;

const DISPLAY = Symbol.for("Jupyter.display");

/** Returns what a notebook shows of a value, in the order of the kernel's rules; undefined is not shown. */
export async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  const { [DISPLAY]: display, toDataURL, outerHTML } = Object(value) as Displayable;
  if (typeof display === "function") return await display.call(value);
  if (typeof toDataURL === "function") return dataOf(toDataURL.call(value));
  const image = value instanceof Uint8Array ? imageBundle(value) : undefined;
  if (image) return image;
  if (typeof outerHTML === "string") {
    return { [outerHTML.startsWith("<svg") ? "image/svg+xml" : "text/html"]: outerHTML };
  }
  return { "text/plain": inspect(value) };
}

interface Displayable {
  [DISPLAY]?: () => MimeBundle | Promise<MimeBundle>;
  /** The picture of a canvas. */
  toDataURL?: () => string;
  /** The text of an element. */
  outerHTML?: string;
}

/** Returns the bytes of a PNG or JPEG as a bundle, or undefined for other bytes. */
export function imageBundle(bytes: Uint8Array): MimeBundle | undefined {
  const starts = (...values: number[]) => values.every((value, n) => bytes[n] === value);
  const isPng = starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const isJpeg = starts(0xff, 0xd8) && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  if (!isPng && !isJpeg) return undefined;
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { [isPng ? "image/png" : "image/jpeg"]: btoa(text) };
}

function dataOf(url: string): MimeBundle {
  const [head, data] = url.split(",");
  return { [head.slice("data:".length).split(";")[0]]: data };
}
