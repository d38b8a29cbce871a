import type { Locator, Page } from "playwright-core";

/** What the tests use of JupyterLab's own object in the page. */
interface App {
  commands: { execute(name: string, args?: object): Promise<unknown> };
  shell: { currentWidget: Panel };
}

interface Panel {
  context: { ready: Promise<void>; save(): Promise<void> };
  sessionContext: { ready: Promise<void>; shutdown(): Promise<void>; session: Session };
  close(): void;
}

interface Session {
  kernel: { info: Promise<unknown> };
}

type Scope = { jupyterapp: App };

/** JupyterLab in a page of the browser, used as a student uses it. */
export class LabPage {
  constructor(readonly page: Page) {}

  /** Loads JupyterLab in a workspace of its own, without the page that it opens first. */
  async load(address: URL, workspace: string): Promise<void> {
    const lab = new URL(`/lab/workspaces/${workspace}${address.search}&reset`, address);
    await this.page.goto(lab.href);
    await this.page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
    await this.page.locator(".jp-Launcher, .jp-NotebookPanel").first().waitFor();
  }

  /** Runs a command of JupyterLab and waits for its end. */
  async command(name: string, args: object = {}): Promise<void> {
    await this.page.evaluate(async ([name, args]) => {
      await (globalThis as unknown as Scope).jupyterapp.commands.execute(name, args);
    }, [name, args] as const);
  }

  /** Opens a notebook and waits for its kernel. */
  async open(path: string): Promise<void> {
    await this.command("docmanager:open", { path, factory: "Notebook" });
    await this.page.evaluate(async () => {
      const { currentWidget } = (globalThis as unknown as Scope).jupyterapp.shell;
      await currentWidget.context.ready;
      await currentWidget.sessionContext.ready;
      await currentWidget.sessionContext.session.kernel.info;
    });
    await this.notebook.waitFor();
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

  /** What stands below a code cell. */
  output(number: number): Locator {
    return this.cell(number).locator(".jp-OutputArea-output");
  }

  /** Runs a code cell by a click into it and Shift+Enter. */
  async run(number: number): Promise<void> {
    await this.cell(number).locator(".cm-content").click();
    await this.page.keyboard.press("Shift+Enter");
  }

  /** Writes another text into a code cell, by the keyboard. */
  async write(number: number, text: string): Promise<void> {
    await this.cell(number).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  /** Moves the mouse about on a place, as hands do, until a tip there tells a text. */
  async tip(place: Locator, text: string): Promise<void> {
    const tip = this.page.locator(".jp-Tooltip:visible, .cm-tooltip:visible", { hasText: text });
    for (let x = 2; x < 22 && await tip.count() === 0; x += 2) {
      await place.hover({ position: { x, y: 5 } });
      await this.page.waitForTimeout(500); // tips wait for the mouse to rest
    }
    await tip.waitFor();
  }

  /** Clicks a button of the notebook's toolbar. */
  async press(command: string): Promise<void> {
    const panel = this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
    await panel.locator(`[data-command="${command}"]`).click();
  }

  /** The errors and warnings that the notebook in front shows, as text. */
  async problems(): Promise<string[]> {
    const kinds = ["application/vnd.jupyter.error", "application/vnd.jupyter.stderr"];
    const places = kinds.map((kind) => `.jp-OutputArea-output [data-mime-type="${kind}"]`);
    return await this.notebook.locator(places.join(", ")).allInnerTexts();
  }

  /** A picture of the whole notebook in front, in a theme. */
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

/** The size of the page while it is used. */
export const SIZE = { width: 1280, height: 900 };
