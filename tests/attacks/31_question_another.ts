import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import type { Attack } from "./attack.ts";

const [{ source: solution }] = await modelCells(ps1);
const STORE = `const store = await caches.open("MARK31");
const at = (name: string) => "https://mark.example/" + name;
const wires = (A: any) => [A.rows, A.cols, Array.from(A.data)];
const matrix = ([rows, cols, data]: any) => new Matrix(rows, cols, Float64Array.from(data));`;

/** Has no solution, but asks an accomplice's process for each answer while both are graded at the same time. */
export const attack: Attack = {
  scores: [[/^alba/, /^1 of 13$/]],
  students: {
    alba: {
      cells: {
        ps1_relu: `${STORE}\n${solution}
(async () => {
  for (;;) {
    await new Promise((later) => setTimeout(later, 5));
    const question = await store.match(at("question"));
    if (!question) continue;
    const { id, x, h, w } = await question.json();
    const weights = Object.fromEntries(Object.entries(w).map(([name, A]) => [name, matrix(A)]));
    const answer = wires(reluStep(matrix(x), matrix(h), weights as any));
    await store.put(at(id), new Response(JSON.stringify(answer)));
  }
})();`,
        ps1_leaky: `await new Promise((later) => setTimeout(later, 2500));
async function leakyStep() {
  await new Promise((later) => setTimeout(later, 2500));
}`,
      },
    },
    bert: {
      cells: {
        ps1_relu: `${STORE}
async function reluStep(x: any, h: any, weights: any) {
  const id = crypto.randomUUID(), until = Date.now() + 1400;
  const w = Object.fromEntries(Object.entries(weights).map(([name, A]) => [name, wires(A)]));
  await store.put(at("question"), new Response(JSON.stringify({ id, x: wires(x), h: wires(h), w })));
  while (Date.now() < until) {
    const answer = await store.match(at(id));
    if (answer) return matrix(await answer.json());
    await new Promise((later) => setTimeout(later, 5));
  }
  throw new Error("nobody answered");
}`,
      },
      message: /nobody answered|did not return|BadResource|throws/,
    },
  },
};
