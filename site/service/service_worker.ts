/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { KeptSite } from "./kept_site.ts";

declare const self: ServiceWorkerGlobalScope;

/**
 * Answers requests for the site: from the copy of a reader who keeps the course offline, otherwise from the network. It
 * isolates the frame in which a kernel with threads runs. Two registrations share it: one for all pages, if the course is
 * kept, and one for the frame alone.
 */
const kept = new KeptSite(new URL("./", self.location.href));
const FRAME = "_static/live/threads.html";

async function answer(request: Request): Promise<Response> {
  const path = pathOf(request);
  const file = await keptFile(path).catch(() => undefined); // the browser may forbid caches
  if (path === FRAME) return isolated(file ?? await fetch(request.url));
  return file ?? await fetch(request);
}

/** Returns the path of a requested file below the top of the site, without a query such as `?v=1`. */
function pathOf({ url }: Request): string {
  const path = new URL(url).pathname.slice(kept.top.pathname.length);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/** Returns the copy of a file; some hosts leave .html out of the addresses of pages. */
async function keptFile(path: string): Promise<Response | undefined> {
  return await kept.file(path) ??
    (/\.\w+$/.test(path) ? undefined : await kept.file(`${path}.html`));
}

/** Adds the header by which the frame's workers can share memory. */
function isolated({ body, status, statusText, headers }: Response): Response {
  const all = new Headers(headers);
  all.set("Document-Isolation-Policy", "isolate-and-require-corp");
  return new Response(body, { status, statusText, headers: all });
}

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isDownload = /reload|no-store/.test(request.cache); // asks for the newest file
  if (request.method !== "GET" || isDownload || !request.url.startsWith(kept.top.href)) return;
  event.respondWith(answer(request));
});
