import type { Attack } from "./attack.ts";

/** Submits a configuration that replaces the checks by its own module. */
export const attack: Attack = {
  message: /check gives undefined/,
  cells: {
    ps1_relu: `
import { check } from "rnn/check";
function reluStep() {
  throw new Error("check gives " + (check as any)());
}
`,
  },
  files: {
    "deno.json":
      '{ "imports": { "rnn": "./mine.ts", "rnn/check": "./mine.ts" }, "test": { "exclude": ["."] } }',
    "package.json": '{ "imports": { "#rnn": "./mine.ts" } }',
    "deno.lock": '{ "version": "5" }',
    ".npmrc": "registry=http://127.0.0.1:9",
    "mine.ts": "export const check = () => ({ earned: 1 });\nexport const Matrix = class {};\n",
    "node_modules/typescript/index.js": "module.exports = {};\n",
  },
};
