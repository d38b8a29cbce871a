import type { Browser, BrowserContext, Locator, Page } from "playwright-core";

/** The part of JupyterLab's application object that the tests use. */
interface App {
  commands: { execute(name: string, args?: object): Promise<unknown> };
  shell: { currentWidget: Panel };
}

interface Panel {
  context: { path: string; ready: Promise<void>; save(): Promise<void> };
  sessionContext: { ready: Promise<void>; shutdown(): Promise<void>; session: Session };
  close(): void;
}

interface Session {
  kernel: { info: Promise<unknown> };
}

type Scope = { jupyterapp: App };

/** The size of the page, except for pictures of a whole notebook. */
const SIZE = { width: 1280, height: 900 };

/** JupyterLab in a page of the browser, operated as a student would. */
export class LabPage {
  constructor(readonly page: Page) {}

  /** Opens JupyterLab in a new page and a workspace of its own, without the notebook that it opens by default. */
  static async open(
    browser: Browser | BrowserContext,
    address: URL,
    workspace: string,
  ): Promise<LabPage> {
    const page = await browser.newPage();
    await page.setViewportSize(SIZE);
    await page.goto(new URL(`/lab/workspaces/${workspace}${address.search}&reset`, address).href);
    await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
    await page.locator(".jp-Launcher, .jp-NotebookPanel").first().waitFor();
    const lab = new LabPage(page);
    await lab.command("application:toggle-left-area");
    return lab;
  }

  /** Runs a command of JupyterLab and waits for its end. */
  async command(name: string, args: object = {}): Promise<void> {
    await this.page.evaluate(async ([name, args]) => {
      await (globalThis as unknown as Scope).jupyterapp.commands.execute(name, args);
    }, [name, args] as const);
  }

  /** Opens a notebook and waits for its kernel. */
  async openNotebook(path: string): Promise<void> {
    await this.command("docmanager:open", { path, factory: "Notebook" });
    await this.page.evaluate(async () => {
      const { currentWidget } = (globalThis as unknown as Scope).jupyterapp.shell;
      await currentWidget.context.ready;
      await currentWidget.sessionContext.ready;
      await currentWidget.sessionContext.session.kernel.info;
    });
    await this.notebook.waitFor();
  }

  /** Returns the path of the notebook in front. */
  async path(): Promise<string> {
    return await this.page.evaluate(() =>
      (globalThis as unknown as Scope).jupyterapp.shell.currentWidget.context.path
    );
  }

  /** Saves the notebook in front, as Ctrl+S does. */
  async save(): Promise<void> {
    await this.command("docmanager:save");
  }

  /** Saves the notebook in front, ends its kernel and closes its tab. */
  async close(): Promise<void> {
    await this.page.evaluate(async () => {
      const { currentWidget } = (globalThis as unknown as Scope).jupyterapp.shell;
      await currentWidget.context.save();
      await currentWidget.sessionContext.shutdown();
      currentWidget.close();
    });
  }

  /** The notebook in front. */
  get notebook(): Locator {
    return this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook");
  }

  /** A code cell of the notebook in front, counted from 0. */
  cell(number: number): Locator {
    return this.notebook.locator(".jp-CodeCell").nth(number);
  }

  /** The outputs of a code cell. */
  output(number: number): Locator {
    return this.cell(number).locator(".jp-OutputArea-output");
  }

  /** Runs a code cell by a click into it and Shift+Enter. */
  async run(number: number): Promise<void> {
    await this.cell(number).locator(".cm-content").click();
    await this.page.keyboard.press("Shift+Enter");
  }

  /** Replaces the text of a code cell, by the keyboard. */
  async write(number: number, text: string): Promise<void> {
    await this.cell(number).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  /** Moves the mouse over an element until a tooltip with a text appears. */
  async tip(element: Locator, text: string): Promise<void> {
    const tip = this.page.locator(".jp-Tooltip:visible, .cm-tooltip:visible", { hasText: text });
    for (let x = 2; x < 22 && await tip.count() === 0; x += 2) {
      await element.hover({ position: { x, y: 5 } });
      await this.page.waitForTimeout(500); // tooltips wait for the mouse to rest
    }
    await tip.waitFor();
  }

  /**
   * Presses Tab until the first completion, or any of them, is a name. JupyterLab waits five seconds for the language
   * server, whose first answer may take longer on a busy machine, and then shows the other completions.
   */
  async complete(name: string, place: "first" | "any"): Promise<Locator> {
    const list = this.page.locator(".jp-Completer:visible .jp-Completer-item");
    const wanted = (place === "first" ? list.first() : list)
      .locator(".jp-Completer-match").getByText(name, { exact: true });
    for (let tries = 0; tries < 20; tries++) {
      await this.page.keyboard.press("Tab");
      await list.first().waitFor();
      await this.page.waitForTimeout(100); // until the list is sorted
      if (await wanted.count() > 0) return wanted.first();
      await this.page.keyboard.press("Escape");
    }
    throw new Error(`No completion ${name} after twenty tries`);
  }

  /** Clicks a button of the notebook's toolbar. */
  async press(command: string): Promise<void> {
    const panel = this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
    await panel.locator(`[data-command="${command}"]`).click();
  }

  /** Returns the errors and warnings that the notebook in front shows, as text. */
  async problems(): Promise<string[]> {
    const kinds = ["application/vnd.jupyter.error", "application/vnd.jupyter.stderr"];
    const outputs = kinds.map((kind) => `.jp-OutputArea-output [data-mime-type="${kind}"]`);
    return await this.notebook.locator(outputs.join(", ")).allInnerTexts();
  }

  /** Saves a picture of the whole notebook in front, in a theme. */
  async picture(path: string, theme: "Light" | "Dark"): Promise<void> {
    await this.command("apputils:change-theme", { theme: `JupyterLab ${theme}` });
    const inner = this.notebook.locator(".jp-WindowedPanel-inner");
    const height = await inner.evaluate(({ scrollHeight }) => scrollHeight);
    await this.page.setViewportSize({ width: 1100, height: Math.min(16_000, height + 150) });
    await this.notebook.locator(".jp-Cell").first().scrollIntoViewIfNeeded();
    await this.page.waitForTimeout(300); // cells are laid out as they come into view
    await this.page.screenshot({ path });
    await this.page.setViewportSize(SIZE);
  }
}
