import type { Page } from "playwright-core";
import { openBrowser } from "../browser/chromium.ts";
import type { EnginePage } from "./engine.ts";

/** Opens a page in Chromium. */
export async function openChromium(): Promise<EnginePage> {
  const browser = await openBrowser();
  return { ...pageOf(await browser.newPage()), close: () => browser.close() };
}

/** Returns a page of Chromium in the form that all engines have. */
export function pageOf(page: Page): EnginePage {
  return {
    open: async (address) => void await page.goto(address),
    evaluate: (expression) => page.evaluate(expression),
    close: () => page.close(),
  };
}
