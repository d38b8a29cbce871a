import type { Attack } from "./attack.ts";

/** Tries to break the type check of all submissions. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
function reluStep(): number {
  return "x";
}
declare global {
  interface Array<T> { map: never }
}
`,
  },
};
