import type { Locator, Page } from "playwright-core";

/** A cell that shows a slider; its function does what `body` says before it draws. */
export const cellWith = (body = "") =>
  `import { lineChart, slider } from "rnn/plot";
var calls = 0;
const wait = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};
slider({ name: "θ", min: 0, max: 1, step: 0.1, value: 0.3 }, (theta) => {
  calls++;
  ${body}
  const figure = lineChart({ memory: [1, theta, theta ** 2] }, {
    title: \`What is left with θ = \${theta}\`,
    x: "step",
    y: "memory",
    domain: [0, 1],
  });
  return { figure, numbers: { left: theta ** 2, calls } };
});`;

/** The parts of a page whose first cell shows a slider. */
export class SliderPage {
  /** The code cells. */
  readonly cell: Locator;
  /** The output of the first one, and the parts of its slider. */
  readonly output: Locator;
  readonly input: Locator;
  readonly picture: Locator;
  readonly row: Locator;

  constructor(readonly page: Page) {
    this.cell = page.locator("div.cell").filter({ has: page.locator(".live-bar") });
    this.output = this.cell.first().locator(".cell_output");
    this.input = this.output.getByRole("slider", { name: "θ" });
    this.picture = this.output.locator(".live-picture");
    this.row = this.output.locator(".live-slider");
  }

  /** Replaces the text of a cell and runs it. */
  async run(index: number, source: string): Promise<void> {
    const cell = this.cell.nth(index);
    await cell.getByRole("button", { name: "Edit" }).click();
    const editor = cell.locator(".cm-content"), bare = (text: string) => text.replaceAll(/\s/g, "");
    do { // marks of the types that are drawn at the same moment can undo it
      await editor.fill(source);
      await this.page.waitForTimeout(100);
    } while (bare(await editor.innerText()) !== bare(source));
    await this.runAgain(index);
  }

  /** Runs a cell as it stands. */
  async runAgain(index: number): Promise<void> {
    await this.cell.nth(index).getByRole("button", { name: "Run" }).click();
  }

  /** Waits until the types of a cell are checked, which adds lines below its editor. */
  async typesChecked(index: number): Promise<void> {
    const status = this.cell.nth(index).locator(".live-problems [role=status]");
    await status.filter({ hasText: /errors?$/ }).waitFor();
  }

  /** Waits until the picture is that of a value. */
  async shows(value: number): Promise<void> {
    await this.picture.getByText(`What is left with θ = ${value}`, { exact: true }).waitFor();
  }

  /** Waits until the page's layout and its place in the window have been the same for ten frames. */
  async settles(): Promise<void> {
    await this.output.evaluate(async (output) => {
      const { documentElement: page, defaultView: view } = output.ownerDocument;
      const frame = () => new Promise((resolve) => view!.requestAnimationFrame(resolve));
      const place = () => `${output.getBoundingClientRect().y} ${page.scrollHeight}`;
      for (let same = 0, before = place(); same < 10; before = place()) {
        await frame();
        same = place() === before ? same + 1 : 0;
      }
    });
  }

  /** Returns the place of the slider in the window once the layout has settled. */
  async place(): Promise<{ x: number; y: number; width: number; height: number }> {
    await this.settles();
    return (await this.input.boundingBox())!;
  }

  /** Moves the slider to values one after the other, without a pause between them. */
  async dragThrough(values: number[]): Promise<void> {
    await this.input.evaluate((input, values) => {
      for (const value of values) {
        Object.assign(input, { value: String(value) });
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }, values);
  }

  /** Returns the rows of the table behind the slider. */
  async rows(): Promise<string[][]> {
    const rows = await this.output.locator(".live-numbers tr").all();
    return await Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
  }
}
