import type { Scheduler } from "./scheduler.ts";

/** Exit codes of a program that a signal ended, as shells report them. */
const CODES = { SIGINT: 130, SIGTERM: 143 };

/**
 * Does work on a scheduler and closes it. Ctrl+C or SIGTERM closes it at once, which ends the runs under way; a second
 * signal ends the program without waiting. Returns the work's exit code, or the signal's.
 */
export async function untilStopped(
  scheduler: Scheduler,
  work: () => Promise<number>,
): Promise<number> {
  let stopped: number | undefined, closing: Promise<void> | undefined;
  const stop = (signal: keyof typeof CODES) => {
    if (closing) Deno.exit(CODES[signal]);
    stopped = CODES[signal];
    console.error("Stopping; what is done is kept, and the same command continues");
    closing = scheduler.close();
  };
  Deno.addSignalListener("SIGINT", () => stop("SIGINT"));
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => stop("SIGTERM"));
  try {
    const code = await work();
    return stopped ?? code;
  } finally {
    await (closing ?? scheduler.close());
  }
}
