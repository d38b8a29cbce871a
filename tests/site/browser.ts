import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";

const wide = { width: 1280, height: 900 };

/** The ways in which every page is looked at. */
export const VIEWS = {
  light: { colorScheme: "light", viewport: wide },
  dark: { colorScheme: "dark", viewport: wide },
  phone: { colorScheme: "light", viewport: { width: 360, height: 740 } },
} as const;

export type View = keyof typeof VIEWS;

/** A way in which some are: no script runs. */
export const PLAIN = { javaScriptEnabled: false, viewport: wide };

/** A page that keeps what went wrong in it, and what it asked for. */
export interface Watched {
  page: Page;
  /** Errors of the console and of scripts, answers that failed. */
  errors: string[];
  /** Addresses on other hosts than the site's. */
  strangers: string[];
  /** Bytes by the kind of what was loaded. */
  bytes: Map<string, number>;
}

/** A new page that is watched; origin is the site's own. */
export async function watch(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage();
  const watched: Watched = { page, errors: [], strangers: [], bytes: new Map() };
  page.on("console", (message) => {
    if (message.type() === "error") watched.errors.push(message.text());
  });
  page.on("pageerror", (error) => watched.errors.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) watched.strangers.push(url);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) watched.errors.push(`${response.status()} ${response.url()}`);
  });
  page.on("requestfinished", async (request) => {
    if (!request.url().startsWith(origin)) return;
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    const kind = request.resourceType();
    watched.bytes.set(kind, (watched.bytes.get(kind) ?? 0) + responseBodySize);
  });
  return watched;
}

/** Waits until the equations of a page are drawn and its own script has come to its end. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    "document.readyState === 'complete' && (document.body.dataset.settled === '' || !document.querySelector('script[src*=\"site.js\"]'))",
  );
}

/** How many equations of a page MathJax hasn't drawn, or has drawn as an error. */
export function undrawnEquations(page: Page): Promise<number> {
  return page.evaluate(
    "[...document.querySelectorAll('.math')].filter((box) => !box.querySelector('mjx-container') || box.querySelector('mjx-merror')).length",
  );
}

/** How much wider than the window a page is, in pixels. */
export function excess(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

// A figure is one picture with a description, whatever it is drawn from: emptied, its thousand squares take no time.
const EMPTY = "document.querySelectorAll('svg[role=img]').forEach((svg) => svg.replaceChildren())";
// The dark has other colours and nothing else; a phone has the light's colours, and another layout.
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

/** The serious and critical violations that axe finds, each with its first places; figures are empty afterwards. */
export async function violations(page: Page, view: View): Promise<string[]> {
  await page.evaluate(EMPTY);
  await page.evaluate(axe.source);
  const options = JSON.stringify({ resultTypes: ["violations"], ...RULES[view] });
  const run = `axe.run(document, ${options})`;
  const { violations } = await page.evaluate(run) as { violations: Violation[] };
  return violations.filter(({ impact }) => /serious|critical/.test(impact))
    .map(({ id, nodes }) => {
      const places = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
      return `${id} (${nodes.length}): ${places.join(" | ")}`;
    });
}
