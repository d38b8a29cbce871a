import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { examine } from "../../grading/judge/examine.ts";
import { trusted } from "../../grading/process/child.ts";
import { compileCells } from "../../grading/process/script.ts";
import { Solution } from "../../grading/process/solution.ts";
import { readSubmission } from "../../grading/process/submission.ts";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { storedKey } from "../../grading/judge/answer_key.ts";
import { notebookWith } from "./class.ts";
import { files, testAttacks } from "./suite.ts";

describe("attacks on the grader with odd numbers", () => {
  it("are numbered without gaps", () => {
    expect(files.map((name) => Number(name.slice(0, 2)))).toEqual(files.map((_, n) => n + 1));
  });

  testAttacks(1);

  it("19_hard_code passes the open checks, which are feedback and not the grade", async () => {
    const { attack } = await import("./19_hard_code.ts");
    const { cells } = readSubmission(await notebookWith(attack), [ps1]);
    const solution = new Solution(compileCells(cells), trusted);
    const { status } = await examine(ps1.checks[0], solution.invoke, await storedKey(ps1), 0);
    await solution.close();
    expect(status).toBe("pass");
  });
});
