import type { Attack } from "./attack.ts";

/** Makes every comparison succeed, if comparisons were made in its own process. */
export const attack: Attack = {
  message: /got .*, want/,
  cells: {
    ps1_relu: `
Math.abs = () => 0;
Math.max = () => 0;
Object.is = () => true;
Array.prototype.every = () => true;
Array.prototype.findIndex = () => -1;
JSON.stringify = () => '{"n":0,"value":true}';
JSON.parse = () => ({ status: "pass" });
function reluStep(_x: unknown, hPrev: any) {
  return hPrev;
}
`,
  },
};
