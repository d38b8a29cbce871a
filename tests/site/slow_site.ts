import { extname } from "node:path";
import { serveFolder } from "../../site/build/serve.ts";

/** A line between a host and a reader. */
export interface Line {
  megabits: number; // per second, for all requests together
  delay: number; // milliseconds until the first byte of an answer
}

/** A site behind a slow line, whose host compresses texts as hosts of static files do. */
export class SlowSite {
  /** The compressed bytes that were sent since the last `reset`. */
  sent = 0;
  /** The names of the files. */
  files: string[] = [];
  #free = 0; // the time at which the line is free again
  readonly #inner: Deno.HttpServer<Deno.NetAddr>;
  readonly #outer: Deno.HttpServer<Deno.NetAddr>;

  constructor(folder: string, readonly line: Line) {
    this.#inner = serveFolder(folder);
    const settings = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#outer = Deno.serve(settings, (request) => this.#answer(new URL(request.url)));
  }

  /** The address of the site. */
  get origin(): string {
    return `http://127.0.0.1:${this.#outer.addr.port}`;
  }

  /** Forgets what was sent. */
  reset(): void {
    [this.sent, this.files] = [0, []];
  }

  /** Ends the host. */
  async close(): Promise<void> {
    await this.#outer.shutdown();
    await this.#inner.shutdown();
  }

  async #answer({ pathname, search }: URL): Promise<Response> {
    const inner = `http://127.0.0.1:${this.#inner.addr.port}${pathname}${search}`;
    const { status, headers, body } = await fetch(inner);
    const isText = /\.(html|css|js|json|svg|txt|ipynb)$/.test(extname(pathname));
    const packed = isText ? body!.pipeThrough(new CompressionStream("gzip")) : body!;
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    this.sent += bytes.length;
    this.files.push(pathname);
    const type = { "content-type": headers.get("content-type") ?? "text/plain" };
    const encoding: Record<string, string> = isText ? { "content-encoding": "gzip" } : {};
    return new Response(this.#slowed(bytes), { status, headers: { ...type, ...encoding } });
  }

  /** Returns bytes that arrive as fast as the line carries them. */
  #slowed(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
    const { megabits, delay } = this.line, part = 8192;
    const until = (time: number) =>
      new Promise((later) => setTimeout(later, Math.max(0, time - performance.now())));
    let start = 0;
    return new ReadableStream({
      start: () => until(performance.now() + delay),
      pull: async (controller) => {
        const piece = bytes.subarray(start, start += part);
        if (piece.length === 0) return controller.close();
        this.#free = Math.max(this.#free, performance.now()) + piece.length * 8 / megabits / 1000;
        await until(this.#free);
        controller.enqueue(piece);
      },
    });
  }
}
