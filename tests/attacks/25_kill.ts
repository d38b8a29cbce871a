import type { Attack } from "./attack.ts";

/** Ends itself, its parent and its group by a signal. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
function reluStep() {
  for (const pid of [Deno.ppid, 0, -1, Deno.pid]) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // not allowed
    }
  }
  return 1;
}
`,
  },
};
