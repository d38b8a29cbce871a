/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { beside } from "./addresses.ts";
import type { FrameNews } from "./isolated_host.ts";

let kernel: Worker; // referenced, so that it is not collected

/** Starts the kernel in a worker of this frame, and hands it the port that the page has sent. */
function open({ ports: [port], source, origin }: MessageEvent): void {
  if (source !== parent || origin !== location.origin || !port) return;
  kernel = new Worker(beside("kernel.js"), { type: "module", name: "unrolled" });
  kernel.onerror = () => tell({ type: "failed" });
  kernel.postMessage(undefined, [port]);
}

function tell(news: FrameNews): void {
  parent.postMessage(news, location.origin);
}

addEventListener("message", open);
tell({ type: "opened", isIsolated: crossOriginIsolated });
