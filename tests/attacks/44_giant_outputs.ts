import type { Attack } from "./attack.ts";

const WRITE = `const bytes = (text: string) => new TextEncoder().encode(text);
const write = (text: string) => Deno.stdout.writeSync(bytes(text));`;

/** Prints lines that never end, single bytes, errors of 500 MB, and endless text where nobody reads it. */
export const attack: Attack = {
  megabytes: 200,
  cells: {
    ps1_relu: `${WRITE}
function reluStep() {
  for (let n = 0; n < 39; n++) write('{"n":7,"value":"MARK44'.padEnd(1e5, "x"));
  return new Promise(() => {});
}`,
    ps1_leaky: `function leakyStep() {
  for (const until = Date.now() + 1500; Date.now() < until;) write("[");
}`,
    ps1_unroll: `function leakyUnroll() {
  const error: any = new Error();
  error.message = { toString: () => "MARK44".repeat(8e7) };
  throw error;
}`,
    ps1_jordan: `function jordanUnroll() {
  return Array.from({ length: 99_000 }, (_, n) => "MARK44".padEnd(20 + n % 7, "\\u{1f600}"));
}`,
    ps1_bidirectional: `function bidirectional() {
  for (const until = Date.now() + 1500; Date.now() < until;) Deno.stderr.writeSync(bytes("MARK44\\n".repeat(9000)));
  throw new Error("MARK44");
}`,
    ps1_slip: `function correctedStep() {
  for (;;) write("\\n".repeat(1e5));
}`,
  },
};
