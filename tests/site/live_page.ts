import type { Locator, Page } from "playwright-core";

/** A page whose cells run, as its reader sees it. Cells are counted from 0. */
export class LivePage {
  constructor(readonly page: Page) {}

  /** Replaces the text of a cell. */
  async write(cell: number, text: string): Promise<void> {
    await this.click(cell, "Edit");
    const editor = this.cell(cell).locator(".cm-content");
    await editor.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  /** Presses Run, waits until the kernel has nothing left to do, and returns the cell's outputs as text. */
  async run(cell: number): Promise<string> {
    await this.start(cell);
    return (await this.outputs(cell)).trim();
  }

  /** Presses Run and waits for the end. */
  async start(cell: number): Promise<void> {
    await this.click(cell, "Run");
    await this.untilIdle();
  }

  /** Presses Run without waiting, and returns once the cell runs. */
  async leaveRunning(cell: number): Promise<void> {
    await this.click(cell, "Run");
    await this.untilMark(cell, "running …");
  }

  /** Presses Run all and waits for the end, up to `timeout` milliseconds if it is given. */
  async runAll(timeout?: number): Promise<void> {
    await this.page.getByRole("button", { name: "Run all" }).click();
    await this.untilIdle(timeout);
  }

  /** Presses a button of a cell. */
  async click(cell: number, name: string): Promise<void> {
    await this.cell(cell).getByRole("button", { name }).click();
  }

  /** Presses Stop. */
  async stop(): Promise<void> {
    await this.page.locator(".live-all").getByRole("button", { name: "Stop" }).click();
  }

  /** The outputs of a cell as text. */
  outputs(cell: number): Promise<string> {
    return this.cell(cell).locator(".cell_output").innerText();
  }

  /** The texts of all errors. */
  errors(): Promise<string[]> {
    return this.page.locator(".live-error").allInnerTexts();
  }

  /** The text beside the buttons of a cell, which says how its run ended. */
  mark(cell: number): Promise<string> {
    return this.#mark(cell).innerText();
  }

  /** Waits until the text beside the buttons of a cell contains another. */
  async untilMark(cell: number, text: string): Promise<void> {
    await this.#mark(cell).getByText(text).waitFor();
  }

  /** The text beside the buttons of the page. */
  status(): Promise<string> {
    return this.page.locator(".live-status").innerText();
  }

  /** A code cell. */
  cell(cell: number): Locator {
    return this.page.locator("div.cell:has(.live-bar)").nth(cell);
  }

  #mark(cell: number): Locator {
    return this.cell(cell).locator(".live-mark");
  }

  /** Waits until no cell runs or waits, up to `timeout` milliseconds if it is given. */
  async untilIdle(timeout?: number): Promise<void> {
    await this.page.waitForSelector("body[data-idle]", { timeout });
  }
}
