import type { Attack } from "./attack.ts";

/** Breaks the type check of everybody's file. */
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
