/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { beside } from "./addresses.ts";
import { load } from "./load.ts";

/** A started kernel: a worker of the page, or of an isolated frame. */
export interface KernelHost {
  /** The port at which the kernel answers. */
  readonly port: MessagePort;
  /** Rejects if the kernel's script cannot run. */
  readonly failed: Promise<never>;
  /** Ends the kernel with all its workers, whatever they do. */
  stop(): void;
}

/** Starts a kernel in a worker of the page. */
export function workerHost(): KernelHost {
  const worker = new Worker(beside("kernel.js"), { type: "module", name: "unrolled" });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(undefined, [port2]);
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) =>
      reject(new Error(message ?? "a script did not load: check your connection, then try again"));
  });
  return { port: port1, failed, stop: () => worker.terminate() };
}

/**
 * Starts a kernel whose workers can share memory, or returns undefined where the browser or the connection does not allow
 * it.
 */
export async function threadedHost(): Promise<KernelHost | undefined> {
  if (crossOriginIsolated || navigator.hardwareConcurrency < 2) return undefined; // nothing to gain
  // a browser without this attribute has no isolated frames either, and needs no service worker
  if (!navigator.serviceWorker || !("credentialless" in HTMLIFrameElement.prototype)) {
    return undefined;
  }
  const module = await load<typeof import("./isolated_host.ts")>("isolated_host.js");
  return await module.isolatedHost();
}
