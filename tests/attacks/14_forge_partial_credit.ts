import type { Attack } from "./attack.ts";

/** Sends results to the notebook by a timer, as if a locked cell had returned them. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
setInterval(() => {
  (Deno as any).jupyter?.broadcast?.("execute_result", { data: { "text/plain": "1" }, metadata: {}, execution_count: 1 });
}, 5);
function reluStep() {
  return 1;
}
`,
  },
};
