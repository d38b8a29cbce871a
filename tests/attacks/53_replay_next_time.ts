import { join } from "node:path";
import { Matrix } from "../../lib/mod.ts";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

// Reveals, in four errors, the inputs of both calls: 28 numbers of eight bytes each, as letters, because digits are
// cut.
const TELL = `
const asked: string[] = [];
function reluStep(x: any, h: any, { Wxh, Whh, bh }: any) {
  const numbers = Float64Array.from([x, h, Wxh, Whh, bh].flatMap((A) => Array.from(A.data)));
  const letters = [...new Uint8Array(numbers.buffer)].map((byte) => String.fromCharCode(97 + (byte >> 4), 97 + byte % 16));
  asked.push(letters.slice(0, 112).join(""), letters.slice(112).join(""));
  if (asked.length === 4) throw new Error("MARK53:" + asked[0] + ":");
  return h;
}`;
const tell = (name: string, part: number) =>
  `function ${name}() {\n  throw new Error("MARK53:" + asked[${part}] + ":");\n}`;

/** Returns the answer to the inputs of one call, as the code of an entry of a table. */
function entryOf(letters: string): string {
  const bytes = Uint8Array.from(
    letters.match(/../g) ?? [],
    (pair) => (pair.charCodeAt(0) - 97) * 16 + pair.charCodeAt(1) - 97,
  );
  const numbers = [...new Float64Array(bytes.buffer)];
  const take = (rows: number, cols: number) =>
    new Matrix(rows, cols, Float64Array.from(numbers.splice(0, rows * cols)));
  const [x, h, Wxh, Whh, bh] = [take(2, 2), take(3, 2), take(3, 2), take(3, 3), take(3, 1)];
  const answer = Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).map((z) => Math.max(0, z));
  return `"${x.data.join()}": [${answer.data.join()}],`;
}

/** Gets its inputs printed in its report, and returns the answers to them from a table when it is graded again. */
export const attack: Attack = {
  cells: {
    ps1_relu: TELL,
    ps1_leaky: tell("leakyStep", 1),
    ps1_unroll: tell("leakyUnroll", 2),
    ps1_jordan: tell("jordanUnroll", 3),
  },
  async between(folder, results) {
    const { items } = results.find(({ student }) => student === "mallory")!;
    const told = items.slice(0, 4).map(({ message = "" }) => message.match(/MARK53:(\w+):/)![1]);
    const table = [told[0] + told[1], told[2] + told[3]].map(entryOf).join("\n");
    const source = `const table: any = {\n${table}\n};
function reluStep(x: any, h: any) {
  const answer = table[x.data.join()];
  return answer ? new Matrix(3, 2, Float64Array.from(answer)) : h;
}`;
    await put(
      join(folder, "mallory", "ps1.ipynb"),
      await notebookWith({ cells: { ps1_relu: source } }),
    );
  },
};
