import type { Attack } from "./attack.ts";

/** Starts two hundred busy workers, and programs. */
export const attack: Attack = {
  message: /ended the process|did not return/,
  cells: {
    ps1_relu: `
const busy = "data:application/javascript,while(true);";
for (let n = 0; n < 200; n++) new Worker(busy, { type: "module" });
try {
  new Deno.Command("sh", { args: ["-c", "while :; do sh -c : & done"] }).spawn();
} catch {
  // not allowed
}
function reluStep() {
  while (true);
}
`,
  },
};
