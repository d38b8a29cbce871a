// lib/fast/worker_url.ts in a page.

/** The address of the worker, which is beside the other scripts. */
export const workerUrl: URL = new URL("fast_worker.js", import.meta.url);
