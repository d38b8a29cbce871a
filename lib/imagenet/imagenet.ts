import { checkIntegers } from "../checks.ts";
import { readBytes } from "../files/read_write.ts";
import type { Picture } from "../files/picture.ts";
import { sha256 } from "../files/sha256.ts";
import { Matrix } from "../matrix.ts";
import { softmax } from "../loss.ts";
import { modelFolder } from "./assets.ts";
import { fitPicture } from "./fit.ts";
import { CELLS, CHANNELS, meanOf } from "./layout.ts";
import { type Network, startNetwork } from "./session.ts";
import { unpacked } from "./unpack.ts";

/** The width and the height of a picture that the network sees. */
export const INPUT_SIZE = 224;

/** A class of ImageNet with the probability that the network gives it. */
export interface ImageClass {
  name: string;
  probability: number;
}

/** Features of a picture. */
export interface PictureFeatures {
  /** The last feature maps, 1280×49: a column for each cell of a grid of 7×7, row by row from the top left; from 0 to 6. */
  readonly grid: Matrix;
  /** The means of the maps, 1280×1, from which the classifier computes its scores. */
  readonly mean: Matrix;
  /** The score of each class, 1000×1. */
  readonly scores: Matrix;
}

/**
 * EfficientNet-Lite0, a CNN trained to classify the photographs of ImageNet: the variant of EfficientNet-B0 (Tan & Le 2019,
 * arXiv:1905.11946) without squeeze-and-excitation and with ReLU6. Its input is 224×224 pixels; of a picture of another size it
 * gets the middle square, scaled to that size.
 */
export class ImageNet {
  readonly #network: Network;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** Takes a started network, the bytes of its model, and the names of the classes; `loadImageNet` finds all three. */
  constructor(network: Network, bytes: Uint8Array<ArrayBuffer>, readonly classes: string[]) {
    this.#network = network;
    this.#bytes = bytes;
  }

  /** Returns the SHA-256 of the model, by which a file of features is recognized as the model's. */
  hash(): Promise<string> {
    return sha256(this.#bytes);
  }

  /**
   * Returns the `count` most probable classes of a picture, the most probable first. Throws RangeError for an invalid picture
   * or count.
   */
  async classify(picture: Picture, count = 5): Promise<ImageClass[]> {
    checkIntegers("Cannot classify the picture", { count });
    return this.classesOf(await this.features(picture), count);
  }

  /** Returns the `count` most probable classes given the features of a picture. Throws RangeError for an invalid count. */
  classesOf({ scores }: PictureFeatures, count = 5): ImageClass[] {
    checkIntegers("Cannot choose classes", { count });
    const probabilities = softmax(scores).data;
    return this.classes
      .map((name, k) => ({ name, probability: probabilities[k] }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, count);
  }

  /** Returns the features of a picture. Throws RangeError for an invalid picture. */
  async features(picture: Picture): Promise<PictureFeatures> {
    const { grid: maps, scores } = await this.#network(fitPicture(picture, INPUT_SIZE).rgb);
    const grid = new Matrix(CHANNELS, CELLS, Float64Array.from(maps));
    return { grid, mean: meanOf(grid), scores: Matrix.column(scores) };
  }
}

/** Options of `loadImageNet`. */
export interface ImageNetOptions {
  /** The folder with efficientnet_lite0.onnx.gz and classes.json; by default, the course's. */
  folder?: string | URL;
}

/**
 * Loads the network and starts ONNX Runtime, which takes about a second; in a page, the first call downloads 10 MB.
 * Throws RangeError if a file is missing.
 */
export async function loadImageNet({ folder = modelFolder }: ImageNetOptions = {}): Promise<
  ImageNet
> {
  const model = await readModel(folder);
  const classes = JSON.parse(new TextDecoder().decode(await read(folder, "classes.json")));
  return new ImageNet(await startNetwork(model), model, classes);
}

/** Returns the SHA-256 of the model, as `hash` does, without starting the network. Throws RangeError if the file is missing. */
export async function imageNetHash(
  { folder = modelFolder }: ImageNetOptions = {},
): Promise<string> {
  return await sha256(await readModel(folder));
}

async function readModel(folder: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  return await unpacked(await read(folder, "efficientnet_lite0.onnx.gz"));
}

function read(folder: string | URL, name: string): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(folder instanceof URL ? new URL(name, folder) : `${folder}/${name}`);
}
