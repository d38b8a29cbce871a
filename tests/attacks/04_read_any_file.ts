import type { Attack } from "./attack.ts";

/** Reads a file of the system as text. */
export const attack: Attack = {
  message: /^reluStep tries to read a system file, which is not allowed: a solution may use/,
  cells: {
    ps1_relu: `
import users from "/etc/passwd" with { type: "text" };
import { readFileSync } from "node:fs";
function reluStep() {
  const text = readFileSync("/etc/passwd", "utf8");
  return typeof text === "string" ? text : Deno.readTextFileSync("/etc/passwd") + users;
}
`,
  },
};
