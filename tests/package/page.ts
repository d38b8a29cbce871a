import { extname, join } from "node:path";
import type { Browser } from "playwright-core";

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

/** The headers that isolate a page from other origins, so that its workers may share memory. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const ON_THE_PAGE = `<script type="module">
  import { use } from "./use.js";
  globalThis.used = use();
</script>`;
const IN_A_WORKER = `<script type="module">
  const worker = new Worker("./used.js", { type: "module" });
  globalThis.used = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
</script>`;

/** Pages that run the bundle in a folder, with the errors and warnings of the browser. */
export class Pages {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(readonly browser: Browser, folder: string) {
    const quiet = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(quiet, async (request) => {
      const { pathname } = new URL(request.url), name = pathname.split("/").at(-1)!;
      const headers = {
        "content-type": TYPES[extname(name)] ?? "text/plain",
        ...(pathname.startsWith("/isolated/") ? ISOLATED : {}),
      };
      if (name === "page.html") return new Response(page(ON_THE_PAGE), { headers });
      if (name === "worker.html") return new Response(page(IN_A_WORKER), { headers });
      const body = await Deno.readFile(join(folder, name)).catch(() => null);
      return new Response(body, { status: body ? 200 : 404, headers });
    });
  }

  /** Opens a page and returns the result of its script, and the errors and warnings in the console. */
  async open<T>(path: string): Promise<{ used: T; warnings: string[] }> {
    const page = await this.browser.newPage(), warnings: string[] = [];
    page.on("pageerror", (error) => warnings.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) warnings.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${this.#server.addr.port}${path}`);
    await page.waitForFunction("globalThis.used !== undefined");
    const used = await page.evaluate("globalThis.used") as T;
    await page.close();
    return { used, warnings };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.shutdown();
  }
}

function page(script: string): string {
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Use</title>${script}</html>`;
}
