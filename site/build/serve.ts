import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".ipynb": "application/x-ipynb+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".gif": "image/gif",
  ".woff": "font/woff",
  ".zip": "application/zip",
  ".txt": "text/plain; charset=utf-8",
};

/** Returns headers for a file, by its path in the folder. */
export type HeadersFor = (path: string) => Record<string, string>;

/**
 * Serves the files of a folder on 127.0.0.1, at the port or, if it is 0, at a free one, like a host of static files: with
 * their types, and without other headers unless they are given.
 */
export function serveFolder(
  folder: string,
  port = 0,
  headersFor: HeadersFor = () => ({}),
): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    let path = join(folder, normalize(decodeURIComponent(pathname)));
    if (!path.startsWith(folder)) return new Response("Not found", { status: 404 });
    if (pathname.endsWith("/")) path = join(path, "index.html");
    const bytes = await Deno.readFile(path).catch(() => undefined);
    if (!bytes) return new Response("Not found", { status: 404 });
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type, ...headersFor(pathname) } });
  });
}

/** Serves a folder at a port, or at a free one if that is taken. */
export function serveAtPortOrFree(folder: string, port: number): Deno.HttpServer<Deno.NetAddr> {
  try {
    return serveFolder(folder, port);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return serveFolder(folder);
    throw error;
  }
}

/** Serves a folder until Ctrl+C. */
export async function serve(folder: string): Promise<void> {
  const server = serveAtPortOrFree(folder, 8000);
  console.log(`site: http://127.0.0.1:${server.addr.port}/ (stop with Ctrl+C)`);
  await server.finished;
}
