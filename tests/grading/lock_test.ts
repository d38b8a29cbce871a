import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Child, trusted } from "../../grading/process/child.ts";
import { compileCell } from "../../lib/notebook/compile_cell.ts";

describe("the library's classes in a child process", () => {
  const errorsOf = async (...cells: string[]) => {
    const child = new Child(trusted()), errors = [];
    for (const cell of cells) errors.push(await child.load(compileCell(cell)));
    await child.close();
    return errors;
  };

  it("keep their methods", async () => {
    const errors = await errorsOf(
      "Matrix.prototype.matmul = () => 1;",
      "Matrix.of = () => 1;",
      "Object.defineProperty(Matrix.prototype, 'map', { value: () => 1 });",
      "delete Matrix.prototype.map;",
      "Object.assign(RNNCell.prototype, { step: () => 1 });",
      "Object.defineProperty(Matrix.prototype, 'shape', { get: () => 1 });",
    );
    for (const error of errors) expect(error).toMatch(/^throws TypeError: Cannot /);
  });

  it("can be extended, and given further methods", async () => {
    const errors = await errorsOf(
      "Matrix.prototype.double = function () { return this.scale(2); };\n" +
        "if (Matrix.identity(2).double().at(0, 0) !== 2) throw new Error();",
      "class Own extends Matrix { static of() { return 1; } map() { return 2; } scale = () => 3; }\n" +
        "const own = new Own(1, 1); if (own.map() + own.scale() + Own.of() !== 6) throw new Error();",
      "class Leaky extends RNNCell { step = () => 4; }\n" +
        "if (new Leaky(2, 3, seeded(1)).step() !== 4) throw new Error();",
    );
    expect(errors).toEqual([undefined, undefined, undefined]);
  });
});
