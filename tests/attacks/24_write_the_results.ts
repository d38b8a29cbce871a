import type { Attack } from "./attack.ts";

/** Writes scores of its own where the grader's files may be. */
export const attack: Attack = {
  cells: {
    ps1_relu: `
function reluStep() {
  for (const path of ["results.json", "../results.json", "../../grades/results.json", "/autograder/results/results.json"]) {
    try {
      Deno.writeTextFileSync(path, '{"score": 100}');
    } catch {
      // not allowed
    }
  }
  try {
    localStorage.setItem("score", "100");
  } catch {
    // not there
  }
  return 100;
}
`,
  },
};
