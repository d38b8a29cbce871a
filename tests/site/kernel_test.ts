import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { html } from "../../site/build/folders.ts";
import { strictPolicy } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { root } from "../../tools/paths.ts";
import { type EnginePage, ENGINES, engines } from "../engines/engine.ts";
import { type Output, PageKernel } from "../engines/kernel_page.ts";

/** The effect of some cells in the kernel of Deno; tests/grading/cells_test.ts explains the fields. */
interface Effect {
  about: string;
  cells: string[];
  value: string;
  errors: (string | null)[];
  gives: string;
  grader?: Pick<Effect, "errors" | "gives">;
  /** The effect in a page, where it is not that in the grader. */
  page?: Pick<Effect, "errors" | "gives">;
}

/** The outputs of some cells in the kernel of Deno. */
interface Shown {
  about: string;
  cells: string[];
  outputs: Output[][];
  /** The outputs in a page, where they differ. */
  page?: Output[][];
  /** True if the engine words the error, which Deno has in common with Chromium only. */
  engine?: true;
  /** True for an error of syntax, which the page's parser words. */
  syntax?: true;
}

/** The effects that differ in an engine: in WebKit, cells are modules, and there is no `using`. */
const DIFFERENT: Record<string, string[]> = {
  WebKit: [
    ...["using", "await using", "import.meta", "a less-than sign before !--"],
    "arguments at the top",
  ],
};

const read = async (name: string) =>
  JSON.parse(await Deno.readTextFile(join(root, "tests", "kernel", name)));
const effects: Effect[] = await read("cells.json"), shown: Shown[] = await read("outputs.json");

for (const engine of engines) {
  describe(`the page's kernel in ${engine}`, () => {
    const server = serveFolder(html, 0, (path) => ({
      "content-security-policy": strictPolicy(path),
    }));
    let page: EnginePage, kernel: PageKernel;

    before(async () => {
      page = await ENGINES[engine]();
      kernel = await PageKernel.start(page, `http://127.0.0.1:${server.addr.port}`);
      await kernel.run(['import "rnn/notebook";']); // as every notebook does in its first cell
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
    });

    for (const { about, cells, outputs, page, ...kinds } of shown) {
      it(`shows what Deno's does${page ? ", or what is recorded for a page," : ""} for ${about}`, async () => {
        const wordless = kinds.syntax || kinds.engine && engine !== "Chromium";
        const form = (all: Output[][]) => wordless ? all.map((one) => one.map(withoutWords)) : all;
        expect(form(await kernel.outputs(cells))).toEqual(form(page ?? outputs));
      });
    }

    for (const [n, { about, cells, value, errors, gives, grader, page }] of effects.entries()) {
      it(`declares and fails like Deno's for ${about}`, async () => {
        const named = (code: string) => code.replaceAll(/(?<=\S)@/g, `_${n}`); // other names in each entry
        const found = (await kernel.outputs(cells.map(named))).map(nameOfError);
        const asks = `console.log(JSON.stringify(${value}) ?? "undefined")`;
        const [answer] = await kernel.outputs([named(asks)]);
        const got = nameOfError(answer) ?? `${answer[0].text}`.replace(/\n$/, "");
        const wanted = page ?? grader ?? { errors, gives }, effect = { errors: found, gives: got };
        if (DIFFERENT[engine]?.includes(about)) expect(effect).not.toEqual(wanted);
        else expect(effect).toEqual(wanted);
      });
    }
  });
}

function nameOfError(outputs: Output[]): string | null {
  const error = outputs.find(({ output_type }) => output_type === "error");
  return error ? `${error.ename}` : null;
}

function withoutWords(output: Output): Output {
  return output.output_type === "error" ? { output_type: "error" } : output;
}
