import { type Browser, chromium } from "playwright-core";
import { CHROMIUM, findProgram } from "../../tools/programs.ts";

/** The longest wait for anything in a page, in milliseconds: a busy machine takes a minute for what an idle one does at once. */
export const PATIENCE = 180_000;

/** Starts a headless Chromium, with some more arguments; the caller closes it. */
export async function openBrowser(args: string[] = []): Promise<Browser> {
  const executablePath = await findProgram(CHROMIUM, "chromium");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", ...args],
  });
  browser.on("context", (context) => context.setDefaultTimeout(PATIENCE));
  return browser;
}
