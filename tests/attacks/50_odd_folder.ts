import type { Attack } from "./attack.ts";

/**
 * Is graded in a folder whose name has a comma, spaces, quotes, and characters that are special in a URL or a shell.
 */
export const attack: Attack = {
  className: `MARK50, group 2; #1 %41 ü 日 $(id) 'a' "b" [*] {a,b} \\x & =`,
  cells: { ps1_relu: `throw new Error("MARK50");` },
};
