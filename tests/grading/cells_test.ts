import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { Child, trusted } from "../../grading/process/child.ts";
import { compileCells } from "../../grading/process/script.ts";
import { root } from "../../tools/paths.ts";

/** The effect of some cells in the kernel, which tests/kernel/conformance.py tests. */
interface Recorded {
  about: string;
  cells: string[];
  /** An expression that is evaluated after the cells. */
  value: string;
  /** The name of each cell's error, or null if there is none. */
  errors: (string | null)[];
  /** The value as JSON, or the name of the error that its evaluation throws. */
  gives: string;
  /** The effect in the grader, where it has to differ; see `compileCell`. */
  grader?: Pick<Recorded, "errors" | "gives">;
}

const entries: Recorded[] = JSON.parse(
  await Deno.readTextFile(join(root, "tests", "kernel", "cells.json")),
);

/** Returns the name of a thrown error, as the kernel shows it. */
function nameOf(error: string): string {
  const name = error.match(/^throws ([^:]*):/)?.[1] ?? error;
  return name === "a value" ? "Unknown error" : name;
}

describe("a cell in the grader", () => {
  let child: Child;
  before(() => {
    child = new Child(trusted());
  });
  after(() => child.close());

  const load = async (id: string, source: string): Promise<string | null> => {
    const { scripts: [compiled], problems } = compileCells([{ id, source }]);
    if (problems.size > 0) return "SyntaxError";
    const error = await child.load(compiled.script);
    return error === undefined ? null : nameOf(error);
  };

  for (const [n, { about, cells, value, errors, gives, grader }] of entries.entries()) {
    const does = grader ? "follows its own rule for" : "behaves like the kernel for";
    it(`${does} ${about}`, async () => {
      const named = (code: string) => code.replaceAll(/(?<=\S)@/g, `_${n}`); // other names in each entry
      const found = [];
      for (const [place, source] of cells.entries()) {
        found.push(await load(`${place}`, named(source)));
      }
      await load(
        "",
        named(`function probe@() { return JSON.stringify(${value}) ?? "undefined"; }`),
      );
      const [answer] = await child.invoke([{ name: named("probe@"), args: [] }]);
      const got = "error" in answer ? nameOf(answer.error) : answer.value;
      expect({ errors: found, gives: got }).toEqual(grader ?? { errors, gives });
    });
  }
});
