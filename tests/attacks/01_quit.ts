import type { Attack } from "./attack.ts";

/** Exits with the code of success before any function is called. */
export const attack: Attack = {
  message: /ended the process/,
  cells: {
    ps1_relu: `
import process from "node:process";
Deno.exit(0);
globalThis.process?.exit(0);
`,
  },
};
