/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { takeShipped } from "../shared.ts";
import type { Answer, Task } from "./scheduler.ts";

console.log = console.error; // standard output belongs to the answers

/** Carries out each task that it receives; they arrive one after another. */
self.onmessage = async ({ data: { module, input } }: MessageEvent<Task>) => {
  self.postMessage(await answerTo(module, input));
};

async function answerTo(module: string, input: Task["input"]): Promise<Answer> {
  try {
    const { run } = await import(new URL(`../../${module}`, import.meta.url).href);
    const outcome = await run(input);
    return { outcome, files: await takeShipped() };
  } catch (error) {
    return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
  }
}
