/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { beside, site } from "./addresses.ts";
import { make } from "./elements.ts";
import type { KernelHost } from "./kernel_host.ts";

/** A message from the frame of an isolated kernel to the page. */
export type FrameNews = { type: "opened"; isIsolated: boolean } | { type: "failed" };

const PATIENCE = 5000; // milliseconds until the page gives up on a frame

/**
 * Starts a kernel in a frame that is isolated from other origins, so that its workers can share memory. A service worker
 * adds the header that isolates the frame, because a host of static files cannot. Returns undefined where the browser
 * does not know the header (only Chromium does) or forbids the service worker, as in private windows and without https.
 */
export async function isolatedHost(): Promise<KernelHost | undefined> {
  const address = beside("threads.html");
  if (!await within(PATIENCE, serveIsolated(address).catch(() => false))) return undefined;
  const frame = make("iframe", { hidden: true, title: "The kernel", src: address });
  const opened = newsOf(frame);
  document.body.append(frame);
  const news = await within(PATIENCE, opened);
  if (news?.type !== "opened" || !news.isIsolated) return void frame.remove();
  const { port1, port2 } = new MessageChannel();
  const failed = newsOf(frame).then(() => {
    throw new Error("a script did not load: check your connection, then try again");
  });
  frame.contentWindow!.postMessage(undefined, location.origin, [port2]);
  return { port: port1, failed, stop: () => frame.remove() };
}

/** Makes sure that a service worker answers for the frame. Rejects where the browser forbids it. */
async function serveIsolated(address: string): Promise<true> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.getRegistration(address) ??
    await serviceWorker.register(new URL("service_worker.js", site), { scope: address });
  const { active, installing, waiting } = registration, young = installing ?? waiting;
  if (active || !young) return true;
  return await new Promise((resolve) => {
    young.addEventListener("statechange", () => young.state === "activated" && resolve(true));
  });
}

/** Returns the next message of a frame. */
function newsOf(frame: HTMLIFrameElement): Promise<FrameNews> {
  return new Promise((resolve) => {
    addEventListener("message", function hear({ source, data }: MessageEvent<FrameNews>) {
      if (source === null || source !== frame.contentWindow) return;
      removeEventListener("message", hear);
      resolve(data);
    });
  });
}

/** Returns the result of a promise, or undefined if it takes longer than `ms` milliseconds. */
function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((done) => setTimeout(done, ms))]);
}
