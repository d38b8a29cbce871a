import type { KernelOutput } from "../../site/kernel/protocol.ts";
import { LIVE } from "../../site/build/live.ts";
import { importable } from "../../site/build/page_modules.ts";
import type { EnginePage } from "./engine.ts";
import { type Ran, startKernel } from "./kernel_client.ts";

/** An output as the tests compare it. */
export type Output = Record<string, unknown>;

/** A kernel in a page. */
export class PageKernel {
  private constructor(readonly page: EnginePage) {}

  /** Opens a page of the site, and starts a kernel in it beside the page's own. */
  static async start(
    page: EnginePage,
    origin: string,
    name = "licences.html", // which has no cells
  ): Promise<PageKernel> {
    await page.open(`${origin}/${name}`);
    const args = [`${origin}/${LIVE}/`, await importable()].map((arg) => JSON.stringify(arg));
    await page.evaluate(`(${startKernel})(${args})`);
    return new PageKernel(page);
  }

  /** Runs cells one after the other, and returns what each of them shows and where it failed. */
  async run(cells: string[]): Promise<Ran[]> {
    return await this.page.evaluate(`runCells(${JSON.stringify(cells)})`);
  }

  /** Runs cells, and returns what each of them shows in the form in which the outputs are recorded. */
  async outputs(cells: string[]): Promise<Output[][]> {
    return (await this.run(cells)).map(({ outputs }) => compared(outputs));
  }
}

// as tests/kernel/outputs.py does
const PLACE = /(^|\n) +at [^\n]*?(?= \{\n|\n|$)/g;
const SVG = /<svg\b[^]*<\/svg>/g;
const ID = /\b[0-9a-f]{32}\b/g;

/** Joins the parts of streams, and leaves out places in stack traces, drawings and random ids. */
function compared(outputs: KernelOutput[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.name === output.name) last.text += output.text;
    else joined.push({ ...output });
  }
  return joined.map(({ stack: _, ...output }) =>
    JSON.parse(
      JSON.stringify(output),
      (_, value) => typeof value === "string" ? plain(value) : value,
    )
  );
}

function plain(text: string): string {
  return text.replaceAll(PLACE, "").replaceAll(SVG, "<svg/>").replaceAll(ID, "<id>");
}
