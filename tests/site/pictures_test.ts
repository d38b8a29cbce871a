import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import { seeded } from "rnn";
import { drawPicture, makePictureScenes, pictureCaptions } from "rnn/data";
import { loadPictures } from "rnn/files";
import { root } from "../../tools/paths.ts";
import { LivePage } from "./live_page.ts";
import { ServedSite } from "./served.ts";

/** The milliseconds that all cells may take beside other tests: alone they take a minute. */
const PATIENCE = 600_000;

/** A picture that the notebook does not show as the example, as a PNG file, and the caption that its captioner writes. */
async function pictureFile() {
  const set = await loadPictures(`${root}/data/pictures`);
  const [, scene] = makePictureScenes(set, { count: 2, split: "pairs", random: seeded(6) });
  const { width, height, rgb } = drawPicture(scene, set.sprites);
  const buffer = Buffer.from(encode({ width, height, channels: 3, data: rgb }));
  const [{ text }] = pictureCaptions(scene, set.nouns, "en");
  return { caption: text, file: { name: "mine.png", mimeType: "image/png", buffer } };
}

describe("the notebook about pictures in the page", () => {
  const site = new ServedSite();

  it("runs to its end, and describes a picture of the reader's own, which is sent nowhere", () =>
    site.openFresh("11_captioning.html", async ({ page, errors, external }) => {
      const notebook = new LivePage(page), { caption, file } = await pictureFile();
      await notebook.runAll(PATIENCE);
      expect(await notebook.errors()).toEqual([]);
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.method()));
      const input = page.getByLabel("Your own picture"), start = performance.now();
      await input.setInputFiles(file);
      const output = page.locator(".cell_output").filter({ has: input });
      await output.getByText(`“${caption}”`).first().waitFor();
      console.log(`a picture described after ${(performance.now() - start).toFixed(0)} ms`);
      expect(requests.filter((method) => method !== "GET")).toEqual([]);
      expect([errors, external]).toEqual([[], []]);
    }));
});
