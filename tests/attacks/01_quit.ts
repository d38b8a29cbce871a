import type { Attack } from "./attack.ts";

/** Ends the process before anything is asked, with the exit code of success. */
export const attack: Attack = {
  says: /ended the process/,
  cells: {
    ps1_relu: `
import process from "node:process";
Deno.exit(0);
globalThis.process?.exit(0);
`,
  },
};
