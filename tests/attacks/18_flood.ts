import type { Attack } from "./attack.ts";

/** Prints forever. */
export const attack: Attack = {
  message: /printed something that is not an answer|printed more than/,
  cells: {
    ps1_relu: `
function reluStep() {
  const line = new TextEncoder().encode("x".repeat(1e6) + "\\n");
  for (;;) {
    console.log("x".repeat(1e6));
    Deno.stdout.writeSync(line);
  }
}
`,
  },
};
