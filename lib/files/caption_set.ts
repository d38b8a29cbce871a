import { readText } from "./read_write.ts";

/** An image of a data set with its captions. */
export interface CaptionedImage {
  /** The name of its file. */
  file: string;
  /** Its split: train, val, test, or COCO's restval, which most papers add to train. */
  split: string;
  /** Its index among the features. */
  image: number;
  /** The tokens of each caption, joined by spaces. */
  captions: string[];
}

/** A data set of captioned images. */
export interface CaptionSet {
  /** The name, such as "flickr8k". */
  name: string;
  images: CaptionedImage[];
}

/**
 * Loads a dataset.json in the format of Karpathy & Fei-Fei (2015) for Flickr8k, Flickr30k and COCO: `dataset`, and `images`
 * with `filename`, `split`, `imgid` and the `tokens` of their `sentences`. Throws RangeError if the file is missing, not UTF-8
 * or not JSON, or names the field that is missing or invalid.
 */
export async function loadCaptions(path: string): Promise<CaptionSet> {
  const text = await readText(path);
  const root = new JsonNode(path, "", parse(path, text));
  const images = root.list("images").map((image) => ({
    file: image.text("filename"),
    split: image.text("split"),
    image: image.integer("imgid"),
    captions: image.list("sentences").map((sentence) => sentence.words("tokens")),
  }));
  return { name: root.text("dataset"), images };
}

/** A value in a JSON file with its path, for error messages. */
class JsonNode {
  constructor(readonly path: string, readonly name: string, readonly value: unknown) {}

  text(field: string): string {
    const { value } = this.#field(field, "a string", (value) => typeof value === "string");
    return value as string;
  }

  integer(field: string): number {
    const { value } = this.#field(
      field,
      "a non-negative integer",
      (v) => Number.isInteger(v) && v as number >= 0,
    );
    return value as number;
  }

  list(field: string): JsonNode[] {
    const { name, value } = this.#field(
      field,
      "a non-empty list",
      (v) => Array.isArray(v) && v.length > 0,
    );
    return (value as unknown[]).map((one, n) => new JsonNode(this.path, `${name}[${n}].`, one));
  }

  words(field: string): string {
    const isWord = (value: unknown) => typeof value === "string" && value.trim() !== "";
    const { value } = this.#field(
      field,
      "a non-empty list of words",
      (v) => Array.isArray(v) && v.length > 0 && v.every(isWord),
    );
    return (value as string[]).join(" ");
  }

  #field(field: string, kind: string, fits: (value: unknown) => boolean) {
    const name = this.name + field, value = (this.value as Record<string, unknown> | null)?.[field];
    if (value === undefined) throw new RangeError(`Cannot read ${this.path}: ${name} is missing`);
    if (!fits(value)) throw new RangeError(`Cannot read ${this.path}: ${name} must be ${kind}`);
    return { name, value };
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`Cannot read ${path}: it is not JSON (${(error as Error).message})`);
  }
}
