import puppeteer from "puppeteer-core";
import { findProgram } from "../../tools/programs.ts";
import type { EnginePage } from "./engine.ts";

/** Opens a page in Firefox, by WebDriver BiDi. */
export async function openFirefox(): Promise<EnginePage> {
  const executablePath = await findProgram(["firefox-esr", "firefox"], "firefox-esr");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath });
  const page = await browser.newPage();
  return {
    open: async (address) => void await page.goto(address),
    evaluate: (expression) => page.evaluate(expression) as Promise<never>,
    close: () => browser.close(),
  };
}
