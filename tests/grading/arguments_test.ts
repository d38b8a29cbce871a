import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";

describe("the arguments of the teacher's tools", () => {
  it("print the usage for --help", async () => {
    for (const name of ["release", "gradescope", "points", "store_answers", "grade"]) {
      const { code, text } = await runTool(root, `grading/${name}.ts`, ["--help"]);
      expect([code, text.trim()]).toEqual([0, expect.stringMatching(/^Usage: deno task .+$/)]);
    }
    expect(existsSync(join(root, "--help"))).toBe(false);
  });

  it("are refused by deno task grade with the reason, and what to name instead", async () => {
    const folder = await scratch();
    const [notebook, archive, empty] = ["ps1.ipynb", "moodle.zip", "empty"].map((name) =>
      join(folder, name)
    );
    for (const path of [notebook, archive]) await Deno.writeTextFile(path, "{}");
    await Deno.mkdir(empty);
    const cases: [string[], string][] = [
      [[], "Cannot grade: expected one folder of submissions, but none is named: deno task grade"],
      [["a", "b"], "Cannot grade: expected one folder of submissions, but got a b: deno task"],
      [["no/such"], "Cannot grade no/such: there is no such folder"],
      [
        [archive],
        `Cannot grade ${archive}: it is an archive; unpack it first, and name the folder`,
      ],
      [[notebook], `Cannot grade ${notebook}: it is a file; name the folder that contains it`],
      [[empty], `Cannot find anything to grade below ${empty}`],
      [[folder, "--grading", "x"], "Cannot grade: --grading must be a positive integer, got x"],
      [[folder, "--sed", "1"], "Cannot read the arguments: Unknown option '--sed'; usage: deno"],
    ];
    for (const [args, message] of cases) {
      const { code, text } = await runTool(root, "grading/grade.ts", args);
      expect([code, text.slice(0, message.length)]).toEqual([1, message]);
    }
    await Deno.remove(folder, { recursive: true });
  });
});
