import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { loadPictures } from "rnn/files";

const FOLDER = fileURLToPath(new URL("../../../data/pictures", import.meta.url));
const { nouns, sprites } = await loadPictures(FOLDER);
const bytesOf = (name: string) => Deno.readFileSync(join(FOLDER, name));

/** Expects an error of loading a copy of the folder in which files are replaced, or missing if undefined. */
async function expectError(
  changes: Record<string, string | Uint8Array | undefined>,
  sentence: string,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["nouns.json", "fluent.zip", "twemoji.zip"]) {
      const content = name in changes ? changes[name] : bytesOf(name);
      if (content === undefined) continue;
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await expect(loadPictures(folder)).rejects.toThrow(sentence);
    await expect(loadPictures(folder)).rejects.toThrow(RangeError);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

describe("loadPictures()", () => {
  it("loads at least 300 nouns with pictures, most of them in two sets", () => {
    expect(nouns.length).toBeGreaterThanOrEqual(300);
    expect(sprites[0].every(Boolean)).toBe(true);
    expect(sprites[1].filter(Boolean).length).toBeGreaterThanOrEqual(150);
    expect(new Set(nouns.map(({ code }) => code)).size).toBe(nouns.length);
  });

  it("loads an apple: red, with a transparent corner", () => {
    const apple = nouns.findIndex(({ en }) => en[0] === "an apple");
    expect(nouns[apple].code).toBe("1f34e");
    expect([nouns[apple].fr, nouns[apple].colors]).toEqual([["une pomme", "pommes"], [
      "red",
      "red",
    ]]);
    for (const set of [0, 1]) {
      const { width, height, rgba } = sprites[set][apple]!;
      expect([width, height]).toEqual(nouns[apple].sizes[set]);
      expect(rgba).toHaveLength(4 * width * height);
      expect(rgba[3]).toBe(0);
      const [r, g, b, alpha] = rgba.subarray(
        4 * (Math.floor(0.7 * height) * width + width / 2 | 0),
      );
      expect(r > 150 && g < 100 && b < 130 && alpha === 255).toBe(true);
    }
  });

  it("has sprites that are cropped to what is visible, and as large as 128 pixels", () => {
    for (const { width, height, rgba } of sprites.flat().filter((sprite) => sprite !== undefined)) {
      expect(Math.max(width, height)).toBe(128);
      const visible = (n: number) => rgba[4 * n + 3] > 0;
      const row = (i: number) =>
        Array.from({ length: width }, (_, j) => i * width + j).some(visible);
      const column = (j: number) =>
        Array.from({ length: height }, (_, i) => i * width + j).some(visible);
      expect([row(0), row(height - 1), column(0), column(width - 1)]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
  });

  it("throws a RangeError that names a missing file", async () => {
    await expect(loadPictures("nowhere")).rejects.toThrow(
      "Cannot read nowhere/nouns.json: there is no such file",
    );
    await expectError({ "twemoji.zip": undefined }, "twemoji.zip: there is no such file");
  });

  it("throws a RangeError for nouns that are damaged or of another version", async () => {
    const text = new TextDecoder().decode(bytesOf("nouns.json"));
    const damaged = "nouns.json: it is not a list of nouns, or it is damaged";
    await expectError({ "nouns.json": text.slice(0, -9) }, damaged);
    await expectError({ "nouns.json": text.replace('"en"', '"em"') }, damaged);
    await expectError({ "nouns.json": "[]" }, damaged);
    await expectError(
      { "nouns.json": text.replace('"version": 1', '"version": 2') },
      "nouns.json: expected version 1, got 2",
    );
  });

  it("throws a RangeError for an archive or a picture that is damaged", async () => {
    const zip = bytesOf("fluent.zip"), { code, sizes } = nouns[0];
    const size = `${sizes[0]![0]}×${sizes[0]![1]}`;
    await expectError({ "fluent.zip": zip.slice(0, 1000) }, "it is not a ZIP archive");
    await expectError({ "fluent.zip": zip.with(200, zip[200] ^ 255) }, "but it is damaged");
    await expectError(
      { "fluent.zip": zipSync({ "a.txt": new Uint8Array(1) }) },
      `it has no file ${code}.png`,
    );
    const text = new TextDecoder().decode(bytesOf("nouns.json"));
    const other = text.replace(`[${sizes[0]!.join(", ")}]`, "[12, 34]");
    await expectError(
      { "nouns.json": other },
      `expected a PNG file of 12×34 pixels with a palette, got one of ${size}`,
    );
  });
});
