import { ps3 } from "../../exercises/checks/ps3.ts";
import { gradeId } from "../../grading/judge/check.ts";
import type { Attack, Work } from "./attack.ts";

const NEXT = ps3.checks.length + 4; // the number of the first answer about finite differences
const FLOOD = `
const write = (text: string) => {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
};
let calls = 0;
function leakyBackward() { return null; } // MARK62
async function leakyStep() {
  if (++calls !== 3) return null; // after two calls come the differences
  const value = "[" + Array(99_000).fill("{}").join() + "]";
  for (let k = 0; k < 12; k++) write('{"n":' + (${NEXT} + k) + ',"value":' + value + "}\\n");
  await new Promise((later) => setTimeout(later, 2500));
}`;
const empty = Object.fromEntries(ps3.checks.map((check) => [gradeId(check), "1;"]));
const work: Work = { cells: { ...empty, ps3_step: FLOOD } };

/** Answers with the values that need the most memory for the fewest bytes, in all answers of one batch. */
export const attack: Attack = {
  set: ps3,
  megabytes: 200,
  students: { mallory: work, nina: work },
};
