import type { Attack } from "./attack.ts";

/** Ends itself, its parent and its group by a signal. */
export const attack: Attack = {
  says: /Requires run access|ended the process/,
  cells: {
    ps1_relu: `
const refused: string[] = [];
function reluStep() {
  for (const pid of [Deno.ppid, 0, -1, Deno.pid]) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      refused.push(String(error));
    }
  }
  throw new Error(refused.join());
}
`,
  },
};
