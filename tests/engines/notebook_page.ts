import { type EnginePage, waitFor } from "./engine.ts";

const BARS = "[...document.querySelectorAll('.cell_input .live-bar')]"; // with the buttons of a cell

/** A page of a notebook with code cells, operated by its buttons. */
export class NotebookPage {
  constructor(readonly page: EnginePage) {}

  /** Opens a page, and waits until its cells have buttons. */
  async open(address: string): Promise<void> {
    await this.page.open(address);
    await waitFor(this.page, "document.querySelector('.live-all button')");
  }

  /** Opens a page in which a reader has changed some cells before, by their index. */
  async openWith(address: string, edits: Record<number, string>): Promise<void> {
    await this.open(address);
    for (const [index, text] of Object.entries(edits)) {
      await this.page.evaluate(`(() => {
        const box = ${BARS}[${index}].closest("[data-cell]");
        const original = box.querySelector("pre").textContent.replace(/\\n$/, "");
        const name = location.pathname.replace(/^\\/|\\.html$/g, "") + "#" + box.dataset.cell;
        const kept = { text: ${JSON.stringify(text)}, original };
        localStorage.setItem("unrolled:/:cell:" + name, JSON.stringify(kept));
        return true;
      })()`);
    }
    await this.open(address);
  }

  /** Runs a cell, by its index, after those above it that have to run. */
  async run(cell: number): Promise<void> {
    await this.pressIn(cell, "Run");
    await this.untilIdle();
  }

  /** Presses a button of a cell. */
  async pressIn(cell: number, text: string): Promise<void> {
    const buttons = `[...${BARS}[${cell}].children]`;
    await this.page.evaluate(
      `(${buttons}.find((e) => e.textContent.endsWith("${text}")).click(), true)`,
    );
  }

  /** Returns the text beside the buttons of the page. */
  async status(): Promise<string> {
    return await this.page.evaluate("document.querySelector('.live-status').textContent");
  }

  /** Returns the text of a cell's outputs. */
  async outputs(cell: number): Promise<string> {
    return await this.page.evaluate(
      `${BARS}[${cell}].closest("div.cell").querySelector(".cell_output").textContent`,
    );
  }

  /** Waits until the text beside the buttons of a cell matches. */
  async untilMark(cell: number, text: RegExp): Promise<void> {
    await this.until(`${text}.test(${BARS}[${cell}].querySelector(".live-mark").textContent)`);
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string): Promise<void> {
    await waitFor(this.page, expression);
  }

  /** Waits until no cell runs or waits. */
  async untilIdle(ms?: number): Promise<void> {
    await waitFor(this.page, "'idle' in document.body.dataset", ms);
  }

  /** Presses the first button, below an element, whose text ends with the given one. */
  async press(text: string, below = ".live-all"): Promise<void> {
    const buttons = `[...document.querySelectorAll(${JSON.stringify(`${below} button`)})]`;
    const found = `${buttons}.find(({ textContent }) => textContent.endsWith("${text}"))`;
    await this.page.evaluate(`(${found}.click(), true)`);
  }

  /** Runs all cells, and waits for the end. */
  async runAll(ms?: number): Promise<void> {
    await this.press("Run all");
    await this.untilIdle(ms);
  }

  /** Returns the texts of the errors that cells show. */
  async errors(): Promise<string[]> {
    return await this.page.evaluate(
      "[...document.querySelectorAll('.live-error')].map(({ textContent }) => textContent)",
    );
  }

  /** Returns the number of code cells, and of those that ran without an error. */
  async counts(): Promise<{ cells: number; ran: number }> {
    const marks =
      "[...document.querySelectorAll('.cell_input .live-mark')].map((mark) => mark.textContent)";
    const texts = await this.page.evaluate<string[]>(marks);
    return { cells: texts.length, ran: texts.filter((text) => text.startsWith("✓")).length };
  }

  /** Returns the notebook that the page offers as a download. */
  async downloaded(): Promise<string> {
    await this.page.evaluate(
      "(URL.createObjectURL = (blob) => (globalThis.saved = blob.text(), '#saved'), true)",
    );
    await this.press("Download");
    await waitFor(this.page, "'saved' in globalThis");
    return await this.page.evaluate("globalThis.saved");
  }
}
