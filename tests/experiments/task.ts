import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** The actions of a task of these tests. */
export interface Plan {
  does: "echo" | "throw" | "die" | "die once" | "compute" | "wait";
  /** Number that is returned. */
  n?: number;
  /** Time to compute, or to wait. */
  seconds?: number;
  /** File that says that "die once" has died. */
  mark?: string;
}

/** Returns its number, after it has computed, thrown an error, or killed its process. */
export async function run({ does, n = 0, seconds = 0, mark = "" }: Plan) {
  if (does === "throw") throw new RangeError(`Cannot use ${n}`);
  const isFirst = mark && !await Deno.stat(join(root, mark)).catch(() => undefined);
  if (isFirst) await Deno.writeTextFile(join(root, mark), "");
  if (does === "die" || does === "die once" && isFirst) Deno.kill(Deno.pid, "SIGKILL");
  if (does === "wait") {
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    return { n };
  }
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end); // without a pause, as in a training
  return { n, third: n / 3 };
}
