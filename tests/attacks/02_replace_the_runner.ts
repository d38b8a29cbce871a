import type { Attack } from "./attack.ts";

/** Replaces the functions of the runtime that run it. */
export const attack: Attack = {
  message: /printed something that is not an answer/,
  cells: {
    ps1_relu: `
(Deno as any).test = (_name: string, _f: unknown) => {};
globalThis.eval = (() => () => 0) as any;
Deno.stdout.writeSync = ((line: Uint8Array) => line.length) as any;
TextEncoder.prototype.encode = () => new Uint8Array([123, 125, 10]);
function reluStep() {
  return {};
}
`,
  },
};
