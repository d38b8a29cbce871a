import axe from "axe-core";
import type { BrowserContext, ConsoleMessage, Page } from "playwright-core";

const wide = { width: 1280, height: 900 };

/** The views in which every page is checked. */
export const VIEWS = {
  light: { colorScheme: "light", viewport: wide },
  dark: { colorScheme: "dark", viewport: wide },
  phone: { colorScheme: "light", viewport: { width: 360, height: 740 } },
} as const;

export type View = keyof typeof VIEWS;

/** A view without scripts, for single tests. */
export const NO_SCRIPTS = { javaScriptEnabled: false, viewport: wide };

/** A page with a record of its errors and requests. */
export interface MonitoredPage {
  page: Page;
  /** Errors in the console, errors of scripts and failed requests. */
  errors: string[];
  /** Requests to hosts other than the site's. */
  external: string[];
  /** Bytes loaded, by the type of resource. */
  bytes: Map<string, number>;
}

/** Opens a monitored page; origin is the site's. */
export async function newMonitoredPage(
  context: BrowserContext,
  origin: string,
): Promise<MonitoredPage> {
  const page = await context.newPage();
  const monitored: MonitoredPage = { page, errors: [], external: [], bytes: new Map() };
  page.on("console", (message) => {
    if (message.type() === "error") monitored.errors.push(errorText(message));
  });
  page.on("pageerror", (error) => monitored.errors.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) monitored.external.push(url);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) monitored.errors.push(`${response.status()} ${response.url()}`);
  });
  page.on("requestfinished", async (request) => {
    if (!request.url().startsWith(origin)) return;
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    const kind = request.resourceType();
    monitored.bytes.set(kind, (monitored.bytes.get(kind) ?? 0) + responseBodySize);
  });
  return monitored;
}

/** Returns the text of an error in the console, with the address that it is about. */
export function errorText(message: ConsoleMessage): string {
  return [message.text(), message.location().url].filter(Boolean).join(" ");
}

// An infinite animation, such as a cursor that blinks, never finishes.
const FINISHED_ANIMATIONS =
  "Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity).map(({ finished }) => finished)).then(() => {})";

/**
 * Waits until the equations of a page are rendered, site.js is finished, and colours do not change any more: the theme
 * fades its buttons from light to dark, and halfway their contrast is too low.
 */
export async function waitUntilRendered(page: Page): Promise<void> {
  await page.waitForFunction(
    "document.readyState === 'complete' && (document.body.dataset.settled === '' || !document.querySelector('script[src*=\"site.js\"]'))",
  );
  await page.evaluate(FINISHED_ANIMATIONS);
}

/** Counts the equations that MathJax has not rendered, or rendered as an error. */
export function countBrokenEquations(page: Page): Promise<number> {
  return page.evaluate(
    "[...document.querySelectorAll('.math')].filter((box) => !box.querySelector('mjx-container') || box.querySelector('mjx-merror')).length",
  );
}

/** Returns by how many pixels a page is wider than the window. */
export function overflowWidth(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

// axe is slow on the thousands of elements in a figure, and needs only its description.
const CLEAR_FIGURES =
  "document.querySelectorAll('svg[role=img]').forEach((svg) => svg.replaceChildren())";
// Dark differs from light in its colours only, and the phone in its layout only.
const COLORS = ["color-contrast", "link-in-text-block"];
const RULES = {
  light: {},
  dark: { runOnly: COLORS },
  phone: { rules: Object.fromEntries(COLORS.map((rule) => [rule, { enabled: false }])) },
};

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** Returns the serious and critical violations that axe finds, with examples; clears the figures. */
export async function seriousViolations(page: Page, view: View): Promise<string[]> {
  await page.evaluate(CLEAR_FIGURES);
  await page.evaluate(axe.source);
  const options = JSON.stringify({ resultTypes: ["violations"], ...RULES[view] });
  const run = `axe.run(document, ${options})`;
  const { violations } = await page.evaluate(run) as { violations: Violation[] };
  return violations.filter(({ impact }) => /serious|critical/.test(impact))
    .map(({ id, nodes }) => {
      const examples = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
      return `${id} (${nodes.length}): ${examples.join(" | ")}`;
    });
}
