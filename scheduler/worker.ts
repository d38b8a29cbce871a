/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { Answer, Message, Task } from "./scheduler.ts";
import { takeWritten } from "./written.ts";

console.log = console.error; // standard output belongs to the answers

/** Functions that end what the modules of the tasks have started. */
const stops = new Set<() => Promise<void>>();
const say = (message: Message) => self.postMessage(message);

/** Carries out each task that it receives; they arrive one after another. Without a task, stops what it has started. */
self.onmessage = async ({ data: task }: MessageEvent<Task | undefined>) => {
  if (task) return say(await answerTo(task));
  await Promise.allSettled([...stops].map((stop) => stop()));
  say({ stop: "done" });
};

async function answerTo({ module, input }: Task): Promise<Answer> {
  try {
    const { run, stop } = await import(new URL(`../${module}`, import.meta.url).href);
    if (stop) {
      stops.add(stop);
      say({ stop: "possible" });
    }
    const outcome = await run(input);
    return { outcome, files: await takeWritten() };
  } catch (error) {
    return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
  }
}
