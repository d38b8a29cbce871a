import { openChromium } from "./chromium.ts";
import { openFirefox } from "./firefox.ts";
import { PATIENCE } from "../browser/chromium.ts";
import { openWebKit } from "./webkit.ts";

/** A page in one of the three browser engines, with what all of them can do. */
export interface EnginePage {
  /** Opens an address, and waits until it is loaded. */
  open(address: string): Promise<void>;
  /** Evaluates an expression, which may give a promise, and returns its value. Throws Error if it throws. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Opens an empty page in a new browser, by the name of the engine. */
export const ENGINES: Record<string, () => Promise<EnginePage>> = {
  Chromium: openChromium,
  Firefox: openFirefox,
  WebKit: openWebKit,
};

/** The engines in which the site's own tests run: Chromium, or those that `deno task site:engines` names. */
export const engines: string[] = (Deno.env.get("UNROLLED_ENGINES") ?? "Chromium").split(",");

/** Returns the names that the command line asks for, or all of them: `deno task site:engines -- Firefox 07_memory`. */
export function asked(names: string[]): string[] {
  const some = names.filter((name) => Deno.args.includes(name));
  return some.length > 0 ? some : names;
}

/** Waits until an expression is true in a page. Throws Error after some milliseconds. */
export async function waitFor(page: EnginePage, expression: string, ms = PATIENCE): Promise<void> {
  const end = performance.now() + ms;
  while (!await page.evaluate<boolean>(`Boolean(${expression})`)) {
    if (performance.now() > end) throw new Error(`Still false after ${ms} ms: ${expression}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}
