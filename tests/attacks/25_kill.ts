import type { Attack } from "./attack.ts";

/** Tries to kill itself, its parent and its process group. */
export const attack: Attack = {
  message: /Requires run access|ended the process/,
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
