import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { html } from "../../site/build/folders.ts";
import { strictPolicy } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { type EnginePage, ENGINES, engines } from "../engines/engine.ts";
import { PageKernel } from "../engines/kernel_page.ts";
import { pictureFile } from "../lib/imagenet/picture_file.ts";

for (const engine of engines) {
  describe(`the CNN in the page's kernel in ${engine}`, () => {
    const requested: string[] = [];
    const server = serveFolder(html, 0, (path) => {
      requested.push(path);
      return { "content-security-policy": strictPolicy(path) };
    });
    let page: EnginePage, kernel: PageKernel;
    const run = async (...cells: string[]) =>
      (await kernel.run(cells)).map(({ outputs }) => {
        const [output] = outputs;
        return output?.output_type === "execute_result" ? output.data["text/plain"] : output;
      });

    before(async () => {
      page = await ENGINES[engine]();
      kernel = await PageKernel.start(page, `http://127.0.0.1:${server.addr.port}`);
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
    });

    it("loads the network and WebAssembly only when a cell asks for them, and from the site", async () => {
      const large = () => requested.filter((path) => /\.(gz|zst)$/.test(path));
      await run('import { decodePicture, loadImageNet } from "rnn/imagenet"; 1');
      expect(large()).toEqual([]);
      await run("const net = await loadImageNet(); 1");
      expect(large()).toEqual([
        ...["/data/imagenet/efficientnet_lite0.onnx.gz", "/_static/live/onnxruntime.wasm.zst"],
      ]);
    });

    for (const [name, best] of [["coffee.jpg", "espresso"], ["umbrella.webp", "umbrella"]]) {
      it(`decodes and classifies ${name}`, async () => {
        const bytes = JSON.stringify([...await pictureFile(name)]);
        const found = await run(
          `const ${best} = await decodePicture(Uint8Array.from(${bytes})); 1`,
          `(await net.classify(${best}, 1))[0].name`,
        );
        expect(found).toEqual(["1", `"${best}"`]);
      });
    }

    it("computes features", async () => {
      expect(await run("(await net.features(umbrella)).grid.shape")).toEqual(['"1280×49"']);
    });

    it("explains why a file cannot be decoded", async () => {
      const cell = "(await decodePicture(new Uint8Array(9)).catch((e) => e)).message";
      expect(await run(cell)).toEqual([
        '"Cannot decode the picture: expected PNG, JPEG or WebP, found a file of another kind"',
      ]);
    });
  });
}
