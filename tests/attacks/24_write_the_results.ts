import type { Attack } from "./attack.ts";

/** Tries to write scores where the grader's files may be. */
export const attack: Attack = {
  message: /4 refused: NotCapable: Requires write access/,
  cells: {
    ps1_relu: `
const refused: string[] = [];
function reluStep() {
  for (const path of ["results.json", "../results.json", "../../grades/results.json", "/autograder/results/results.json"]) {
    try {
      Deno.writeTextFileSync(path, '{"score": 100}');
    } catch (error) {
      refused.push(String(error));
    }
  }
  try {
    localStorage.setItem("score", "100");
  } catch {
    // not there
  }
  throw new Error(refused.length + " refused: " + refused[0]);
}
`,
  },
};
