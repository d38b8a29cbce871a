/** The address of the worker's module. */
export const workerUrl: URL = new URL("./worker.ts", import.meta.url);
