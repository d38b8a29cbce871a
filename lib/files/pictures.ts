import { decode } from "fast-png";
import { unzipSync } from "fflate";
import { readBytes, readText } from "./read_write.ts";

/** The languages in which things have names. */
export type PictureLanguage = "en" | "fr";

/** The colors that a picture can have. */
export type PictureColor =
  | ("black" | "white" | "gray" | "red" | "pink" | "orange" | "brown" | "yellow")
  | ("green" | "blue" | "purple");

/** A name: the singular with its article, and the plural; only the plural if the thing is named by one. */
export type PictureName = readonly [one: string, many: string] | readonly [plural: string];

/** A thing that has pictures. */
export interface PictureNoun {
  /** Its code point in Unicode, in hexadecimal digits. */
  readonly code: string;
  /** Its English name: ["an apple", "apples"], or ["blueberries"]. */
  readonly en: PictureName;
  /** Its French name: ["une pomme", "pommes"], or ["des myrtilles"]. */
  readonly fr: PictureName;
  /** Its color in each set; null if a picture has no dominant color. */
  readonly colors: readonly (PictureColor | null)[];
  /** The width and height of its sprite in each set, in pixels; null if a set has no picture of it. */
  readonly sizes: readonly (readonly [width: number, height: number] | null)[];
}

/** A picture of one thing on a transparent background. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  /** 4 bytes for each pixel, row by row: red, green, blue and opacity, not premultiplied. */
  readonly rgba: Uint8Array;
}

/** Things and their pictures in two sets: in set 0, every noun has one. */
export interface PictureSet {
  readonly nouns: readonly PictureNoun[];
  /** By set and noun; undefined if a set has no picture of a noun. */
  readonly sprites: readonly (readonly (Sprite | undefined)[])[];
}

const VERSION = 1;
/** The archives of the two sets. */
const ARCHIVES = ["fluent.zip", "twemoji.zip"];

/**
 * Loads the pictures in a folder, which data/make_pictures.py wrote. Throws RangeError if a file is missing, is of another
 * version, or is damaged.
 */
export async function loadPictures(folder: string): Promise<PictureSet> {
  const path = (name: string) => folder.replace(/\/$/, "") + `/${name}`;
  const nouns = parseNouns(await readText(path("nouns.json")), path("nouns.json"));
  const sprites: (Sprite | undefined)[][] = [];
  for (const [set, name] of ARCHIVES.entries()) {
    const files = unzip(await readBytes(path(name)), path(name));
    sprites.push(nouns.map((noun) => readSprite(noun, set, files, path(name))));
  }
  return { nouns, sprites };
}

function parseNouns(text: string, path: string): PictureNoun[] {
  const { format, version, nouns } = parseJson(text) ?? {};
  if (format !== "pictures" || !Array.isArray(nouns) || !nouns.every(isNoun)) {
    throw new RangeError(`Cannot read ${path}: it is not a list of nouns, or it is damaged`);
  }
  if (version !== VERSION) {
    throw new RangeError(`Cannot read ${path}: expected version ${VERSION}, got ${version}`);
  }
  return nouns as PictureNoun[];
}

function isNoun(noun: Partial<PictureNoun> | null): boolean {
  const isName = (name?: unknown) => Array.isArray(name) && name.length > 0;
  return typeof noun?.code === "string" && isName(noun.en) && isName(noun.fr) &&
    [noun.colors, noun.sizes].every((list) => list?.length === ARCHIVES.length);
}

function parseJson(
  text: string,
): { format?: unknown; version?: unknown; nouns?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unzip(bytes: Uint8Array, path: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    throw new RangeError(`Cannot read ${path}: it is not a ZIP archive, or it is damaged`, {
      cause: error,
    });
  }
}

/** Returns a noun's sprite, or undefined if the set has none. */
function readSprite(
  { code, sizes }: PictureNoun,
  set: number,
  files: Record<string, Uint8Array>,
  path: string,
): Sprite | undefined {
  const size = sizes[set], png = files[`${code}.png`];
  if (!size) return undefined;
  if (!png) throw new RangeError(`Cannot read ${path}: it has no file ${code}.png`);
  const sprite = decodeSprite(png);
  if (sprite?.width !== size[0] || sprite.height !== size[1]) {
    throw new RangeError(
      `Cannot read ${code}.png in ${path}: expected a PNG file of ${size[0]}×${
        size[1]
      } pixels with a palette, ` +
        (sprite ? `got one of ${sprite.width}×${sprite.height}` : "but it is damaged"),
    );
  }
  return sprite;
}

/** Decodes a PNG file with a palette; returns undefined if it is damaged or of another kind. */
function decodeSprite(png: Uint8Array): Sprite | undefined {
  try {
    const { width, height, data, depth, palette } = decode(png, { checkCrc: true });
    if (depth !== 8 || !palette) return undefined;
    const colors = new Uint32Array(256), bytes = new Uint8Array(colors.buffer);
    palette.forEach(([r, g, b, alpha = 255], n) => bytes.set([r, g, b, alpha], 4 * n));
    const pixels = Uint32Array.from(data, (n) => colors[n]);
    return { width, height, rgba: new Uint8Array(pixels.buffer) };
  } catch {
    return undefined;
  }
}
