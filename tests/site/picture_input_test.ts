import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import type { MonitoredPage } from "./browser.ts";
import { ServedSite } from "./served.ts";
import { SliderPage } from "./slider_page.ts";

const CELL = `import { pictureGrid, pictureInput } from "rnn/plot";
const example = { width: 2, height: 2, rgb: new Uint8Array(12).fill(200) };
const read = async (file: Uint8Array) => {
  const bitmap = await createImageBitmap(new Blob([file as Uint8Array<ArrayBuffer>]));
  const { width, height } = bitmap, context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, rgb: Uint8Array.from(data.filter((_, n) => n % 4 < 3)) };
};
pictureInput({ example, read }, (picture) => {
  const side = Math.min(picture.width, picture.height);
  const rgb = new Uint8Array(3 * side * side).fill(90);
  const title = \`\${picture.width}×\${picture.height}, the first pixel is \${picture.rgb[0]}\`;
  return pictureGrid([{ picture: { width: side, height: side, rgb }, lines: ["a picture"] }], { title });
});`;
/** A PNG of 6×6 pixels whose red is 77. */
const png = encode({ width: 6, height: 6, channels: 3, data: new Uint8Array(108).fill(77) });

describe("a picture of the reader's own in the page", () => {
  const site = new ServedSite();
  const onPage = (test: (notebook: SliderPage, monitored: MonitoredPage) => Promise<void>) =>
    site.openFresh("08_lstm.html", async (monitored) => {
      const notebook = new SliderPage(monitored.page);
      await notebook.run(0, CELL);
      await notebook.output.getByText("2×2, the first pixel is 200").first().waitFor();
      await test(notebook, monitored);
    });
  const choose = (notebook: SliderPage, name: string, buffer: Uint8Array) =>
    notebook.output.getByLabel("Your own picture").setInputFiles({
      ...{ name, mimeType: "image/png", buffer: Buffer.from(buffer) },
    });

  it("is read from a file and drawn, and nothing is sent", () =>
    onPage(async (notebook, { page, errors, external }) => {
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.method()));
      await choose(notebook, "mine.png", png);
      await notebook.output.getByText("6×6, the first pixel is 77").first().waitFor();
      expect(await notebook.output.innerText()).toContain("it is not uploaded");
      expect(requests.filter((method) => method !== "GET")).toEqual([]);
      expect([errors, external]).toEqual([[], []]);
    }));

  it("is taken with the camera, which is turned off afterwards", () =>
    onPage(async (notebook, { page }) => {
      await page.context().grantPermissions(["camera"]);
      await notebook.output.getByRole("button", { name: "Camera" }).click();
      await notebook.output.getByRole("button", { name: "Take the picture" }).click();
      await notebook.output.getByText(/[0-9]{3,}×[0-9]{3,}, the first pixel/).first().waitFor();
      expect(await notebook.output.locator("video").count()).toBe(0);
      await notebook.output.getByRole("button", { name: "Camera" }).waitFor();
    }));

  it("stays out if it cannot be read, and the next one is read again", () =>
    onPage(async (notebook) => {
      await choose(notebook, "mine.png", new TextEncoder().encode("no picture"));
      await notebook.output.getByRole("alert").waitFor();
      await choose(notebook, "mine.png", png);
      await notebook.output.getByText("6×6, the first pixel is 77").first().waitFor();
    }));
});
