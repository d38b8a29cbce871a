import { ps1 } from "../../exercises/checks/ps1.ts";
import { storedPath } from "../../grading/store_answers.ts";
import type { Attack } from "./attack.ts";

const stored = JSON.parse(await Deno.readTextFile(storedPath(ps1)))["ps1.relu"];

/** Returns the stored answers of the open checks from a table in the code. */
export const attack: Attack = {
  message: /got .*, want/,
  passesOpenChecks: true,
  cells: {
    ps1_relu: `
const answers = ${JSON.stringify(Object.values(stored.correct))};
let turn = 0;
function reluStep() {
  const { rows, cols, data } = answers[turn++ % answers.length];
  return new Matrix(rows, cols, Float64Array.from(data));
}
`,
  },
};
