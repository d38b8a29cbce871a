import { linesOf } from "../tools/command.ts";
import type { Message, Request } from "./scheduler.ts";
import { versionHere } from "./version.ts";

const STOPPING = 3000; // milliseconds in which a module may end what it has started

/**
 * Carries out tasks, which it reads as lines of JSON, one after another, and writes each answer as a line of JSON. It
 * also runs on the workers of a cluster; with --files, its answers contain the files that a task has written.
 *
 * The tasks run in a thread of their own, so that the process ends with its input, even in the middle of a task.
 */
async function serve(sendsFiles: boolean): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const stopped = Promise.withResolvers<void>();
  let canStop = false, hasEnded = false;
  worker.onmessage = ({ data }: MessageEvent<Message>) => {
    if (!("stop" in data)) {
      const { files, ...answer } = data;
      if (!hasEnded) say(sendsFiles ? { ...answer, files } : answer);
    } else if (data.stop === "possible") canStop = true;
    else stopped.resolve();
  };
  worker.onerror = ({ message }) => {
    console.error(message);
    Deno.exit(1);
  };
  for await (const line of linesOf(Deno.stdin.readable)) {
    const request: Request = JSON.parse(line);
    if ("question" in request) say(await versionHere(request.sources));
    else worker.postMessage(request);
  }
  hasEnded = true;
  if (!canStop) return;
  worker.postMessage(undefined);
  setTimeout(stopped.resolve, STOPPING);
  await stopped.promise;
}

const say = (value: unknown) => console.log(JSON.stringify(value));

Deno.addSignalListener("SIGINT", () => {}); // Ctrl+C reaches all processes; the one that gives the tasks decides
await serve(Deno.args.includes("--files"));
Deno.exit(0);
