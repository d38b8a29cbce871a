import type { Attack } from "./attack.ts";

/** Reads a file of the system as text. */
export const attack: Attack = {
  says: /Requires read access/,
  cells: {
    ps1_relu: `
import users from "/etc/passwd" with { type: "text" };
import { readFileSync } from "node:fs";
function reluStep() {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return Deno.readTextFileSync("/etc/passwd") + users;
  }
}
`,
  },
};
