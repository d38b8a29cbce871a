import type { Attack } from "./attack.ts";

/** Prints without an end. */
export const attack: Attack = {
  says: /printed what is no answer|printed more than/,
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
