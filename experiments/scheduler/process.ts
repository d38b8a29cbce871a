import { linesOf } from "../../tools/command.ts";
import type { Answer, Request } from "./scheduler.ts";
import { versionHere } from "./version.ts";

/**
 * Carries out tasks, which it reads as lines of JSON, one after another, and writes each answer as a line of JSON. It
 * also runs on the workers of a cluster; with --files, its answers contain the weights that a task has written.
 *
 * The tasks run in a thread of their own, so that the process ends with its input, even in the middle of a task.
 */
async function serve(sendsFiles: boolean): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { files, ...answer } }: MessageEvent<Answer>) =>
    say(sendsFiles ? { ...answer, files } : answer);
  worker.onerror = ({ message }) => {
    console.error(message);
    Deno.exit(1);
  };
  for await (const line of linesOf(Deno.stdin.readable)) {
    const request: Request = JSON.parse(line);
    if ("question" in request) say(await versionHere());
    else worker.postMessage(request);
  }
}

const say = (value: unknown) => console.log(JSON.stringify(value));

Deno.addSignalListener("SIGINT", () => {}); // Ctrl+C reaches all processes; the one that gives the tasks decides
await serve(Deno.args.includes("--files"));
Deno.exit(0);
