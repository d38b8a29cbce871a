/// <reference lib="dom" />
import { basename, join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { escapeHtml } from "../lib/notebook/html.ts";
import { captureOutput, main, parseFlags, UserError } from "../tools/command.ts";
import { sizeText } from "../tools/files.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";
import { root, temporaryFolder, venvProgram } from "../tools/paths.ts";
import { CHROMIUM, findProgram } from "../tools/programs.ts";
import { setUpWith } from "../tools/setup.ts";
import { html } from "./build/folders.ts";
import { serveFolder } from "./build/serve.ts";

/** The pages that follow the notebooks. */
const APPENDICES = ["glossary", "bibliography"];
/** The width of an A4 page between its margins, in CSS pixels. */
const WIDTH = 673;
/** Rules for whatever is wider than the paper: otherwise the browser would shrink all of the page. */
const STYLE = ".bd-article :is(svg, img) { max-width: 100%; height: auto; }" +
  ".bd-article table { font-size: 85%; }";
const PATIENCE = 180_000; // milliseconds; a busy machine sets a long page in a minute

/** Prints pages of the built site, by default the course with its appendices, into one PDF with an outline. */
async function print(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    out: { type: "string", default: join(root, "build", "unrolled.pdf") },
  }, "deno task pdf [--out FILE] [PAGE …]");
  const course = courseNotebooks().map((path) => basename(path, ".ipynb"));
  const names = positionals.length > 0 ? positionals : [...course, ...APPENDICES];
  await setUpWith("print", "Adding pypdf to .venv (once; a few seconds)");
  const folder = await temporaryFolder("print"), out = resolve(values.out);
  try {
    await merge(await printPages(names, folder), out);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  console.log(
    `${names.length} pages of the site: ${out}, ${sizeText((await Deno.stat(out)).size)}`,
  );
  return 0;
}

/** Prints each page into a PDF of its own and returns their paths. */
async function printPages(names: string[], folder: string): Promise<string[]> {
  const server = serveFolder(html), origin = `http://127.0.0.1:${server.addr.port}`;
  const browser = await openChromium();
  try {
    const parts: string[] = [];
    for (const name of names) {
      const page = await open(browser, `${origin}/${name}.html`);
      const path = join(folder, `${parts.length}.pdf`);
      await page.pdf({ path, format: "A4", ...await footerOf(page), tagged: true, outline: true });
      await page.close();
      parts.push(path);
    }
    return parts;
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

async function openChromium(): Promise<Browser> {
  const executablePath = await findProgram(CHROMIUM, "chromium");
  return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** Opens a page as it is printed: in light colors, with its equations set, all pictures loaded, and the answers unfolded. */
async function open(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({
    colorScheme: "light",
    viewport: { width: WIDTH, height: 1000 },
  });
  page.setDefaultTimeout(PATIENCE);
  const response = await page.goto(address);
  if (!response?.ok()) throw new UserError(`Cannot print ${address}: the site has no such page`);
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.addStyleTag({ content: STYLE });
  await page.evaluate(prepare);
  return page;
}

/** Runs in the page. */
async function prepare(): Promise<void> {
  const { MathJax } = globalThis as { MathJax?: { startup?: { promise: Promise<void> } } };
  await MathJax?.startup?.promise;
  for (const details of document.querySelectorAll("details")) {
    details.open ||= /^(Answer|Solution)/.test(details.querySelector("summary")?.textContent ?? "");
  }
  for (const equation of document.querySelectorAll<HTMLElement>("mjx-container[display]")) {
    const room = equation.clientWidth, width = equation.scrollWidth;
    const size = parseFloat(equation.style.fontSize) || 100; // in percent, as MathJax sets it
    if (width > room) equation.style.fontSize = `${Math.floor(size * room / width)}%`;
  }
  const pictures = [...document.querySelectorAll("img")];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
}

/** Returns the options of a footer with the title of the page and the number of the sheet. */
async function footerOf(page: Page) {
  const title = await page.locator("h1").first().evaluate((h1) => h1.firstChild?.textContent ?? "");
  const style = "width: 100%; margin: 0 16mm; font: 8px sans-serif; display: flex; " +
    "justify-content: space-between";
  return {
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate: `<div style="${style}"><span>${
      escapeHtml(`Unrolled · ${title}`)
    }</span><span class="pageNumber"></span></div>`,
  };
}

/** Joins PDFs; the outline of each stays. */
async function merge(parts: string[], out: string): Promise<void> {
  await Deno.mkdir(join(out, ".."), { recursive: true });
  const command = [venvProgram("python"), join(root, "site", "merge_pdf.py"), out, ...parts];
  const { code, stderr } = await captureOutput(command);
  if (code !== 0) throw new UserError(`Cannot write ${out}: ${stderr.trim().split("\n").at(-1)}`);
}

await main(() => print(Deno.args));
