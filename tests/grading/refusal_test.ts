import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { attemptIn, withoutFlag } from "../../grading/process/refusal.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { notebookOf } from "./student_work.ts";

/** The code of a function, and the attempt that is reported. */
const TRIES: [code: string, attempt: string][] = [
  ['Deno.readTextFileSync("/etc/passwd")', "read a system file"],
  ['Deno.readTextFileSync("../ben/ps1.ipynb")', "read a file in another folder"],
  ['Deno.writeTextFileSync("grades.json", "")', "write a file"],
  ['Deno.env.get("HOME")', "read the environment variables"],
  ['Deno.connect({ hostname: "127.0.0.1", port: 80 })', "use the network"],
  ['Deno.kill(1, "SIGTERM")', "start a program or stop one"],
];
const PATHS = /passwd|ben\/|grades\.json|HOME|127\.0|--allow/;

describe("what a solution tries and may not", () => {
  it("is flagged to the teacher by item, and the student reads what is allowed instead", async () => {
    const folder = await scratch(), out = `${folder}-grades`;
    const cells = (await modelCells(ps1)).map(({ id }, n) => ({
      id,
      source: `async function ${ps1.checks[n].functions.at(-1)}() { return await ${TRIES[n][0]}; }`,
    }));
    await Deno.writeTextFile(join(folder, "ana_ps1.ipynb"), await notebookOf(ps1, cells));
    const { code, text } = await runTool(root, "grading/grade.ts", [folder, "--out", out]);
    expect([code, text]).toEqual([0, expect.stringContaining("0 of 13")]);
    const read = (name: string) => Deno.readTextFile(join(out, name));
    const lines = TRIES.map(([, attempt], n) => `${ps1.checks[n].id} tries to ${attempt}`);
    expect(JSON.parse(await read("results.json")).results[0].attempts).toEqual(lines);
    const [page, student] = [await read("class.html"), await read("students/ana_ps1.html")];
    expect(page).toContain("Refused attempts to leave the sandbox");
    for (const line of lines) {
      expect([page.includes(line), text.includes(line)]).toEqual([true, true]);
    }
    expect(student).toContain("reluStep tries to read a system file, which is not allowed: a sol");
    for (const report of [page, student, text, await read("results.json")]) {
      expect(report.match(PATHS)?.[0]).toBe(undefined);
    }
    for (const path of [folder, out]) await Deno.remove(path, { recursive: true });
  });

  it("is found in an error of the student's own that quotes it, without the flag", () => {
    const quoted =
      "throws Error: no: NotCapable: Requires run access, run again with the --allow-run flag";
    expect(withoutFlag(quoted)).toBe("throws Error: no: NotCapable: Requires run access");
    expect(attemptIn(withoutFlag(quoted))).toBe("start a program or stop one");
    expect(attemptIn("throws Error: Requires patience access")).toBe(undefined);
    expect(attemptIn("reluStep[0,0]: got 1, want 2")).toBe(undefined);
  });
});
