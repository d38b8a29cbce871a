import { readText } from "./read_write.ts";

/** An image of a data set, and what people wrote about it. */
export interface CaptionedImage {
  /** The name of its picture's file. */
  file: string;
  /** The part that it belongs to: train, val or test; COCO's restval joins train in most papers. */
  split: string;
  /** Its number, which is its place among the features. */
  image: number;
  /** The captions' words, joined by spaces. */
  captions: string[];
}

/** A data set of captioned images. */
export interface CaptionSet {
  /** Such as "flickr8k". */
  name: string;
  images: CaptionedImage[];
}

/**
 * A dataset.json as Karpathy & Fei-Fei (2015) published them for Flickr8k, Flickr30k and COCO: `dataset`, and `images`, each
 * with `filename`, `split`, `imgid` and `sentences`, of which the `tokens` are used. Throws RangeError where the file is
 * missing or isn't JSON, and, with its place, for a field that is missing or not what it should be.
 */
export async function loadCaptions(path: string): Promise<CaptionSet> {
  const text = await readText(path);
  const whole = new Place(path, "", parse(path, text));
  const images = whole.list("images").map((image) => ({
    file: image.text("filename"),
    split: image.text("split"),
    image: image.whole("imgid"),
    captions: image.list("sentences").map((sentence) => sentence.words("tokens")),
  }));
  return { name: whole.text("dataset"), images };
}

/** A value of a JSON file that knows where it stands. */
class Place {
  constructor(readonly path: string, readonly name: string, readonly value: unknown) {}

  text(field: string): string {
    const { value } = this.#field(field, "a text", (value) => typeof value === "string");
    return value as string;
  }

  whole(field: string): number {
    const { value } = this.#field(
      field,
      "a whole number",
      (v) => Number.isInteger(v) && v as number >= 0,
    );
    return value as number;
  }

  list(field: string): Place[] {
    const { name, value } = this.#field(
      field,
      "a list with something in it",
      (v) => Array.isArray(v) && v.length > 0,
    );
    return (value as unknown[]).map((one, n) => new Place(this.path, `${name}[${n}].`, one));
  }

  words(field: string): string {
    const isWord = (value: unknown) => typeof value === "string" && value.trim() !== "";
    const { value } = this.#field(
      field,
      "a list of words",
      (v) => Array.isArray(v) && v.length > 0 && v.every(isWord),
    );
    return (value as string[]).join(" ");
  }

  #field(field: string, kind: string, fits: (value: unknown) => boolean) {
    const name = this.name + field, value = (this.value as Record<string, unknown> | null)?.[field];
    if (value === undefined) throw new RangeError(`Cannot read ${this.path}: ${name} is missing`);
    if (!fits(value)) throw new RangeError(`Cannot read ${this.path}: ${name} is not ${kind}`);
    return { name, value };
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`Cannot read ${path}: it isn't JSON (${(error as Error).message})`);
  }
}
