import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { gradescopeNames, studentName } from "../../grading/class/student_names.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { scratch } from "../tools/scratch.ts";

const METADATA = `---
submission_987654321:
  :submitters:
  - :name: Ana Lee
    :sid: '1234567'
    :email: ana@example.org
  :created_at: 2026-11-01 10:00:00 Z
submission_987654322:
  :submitters:
  - :name: Ben Ode
  - :name: Eve Ng
`;

describe("the name of a student", () => {
  const none = new Map<string, string>();

  for (
    const [name, isFolder, student] of [
      ["Ana Lee_1234567_assignsubmission_file_", true, "Ana Lee (1234567)"],
      ["Ana Lee_1234567_assignsubmission_file_ps3.ipynb", false, "Ana Lee (1234567)"],
      ["Zoë O'Hara_9_assignsubmission_file", true, "Zoë O'Hara (9)"],
      ["leeana_1234_567890_ps3.ipynb", false, "leeana (1234)"],
      ["leeana_LATE_1234_567890_ps3-1.ipynb", false, "leeana (1234)"],
      ["ana_ps3.ipynb", false, "ana"],
      ["ana_b_ps3.ipynb", false, "ana_b"],
      ["ana", true, "ana"],
      ["submission_987654321", true, "submission_987654321"],
    ] as const
  ) {
    it(`of ${name} is ${student}`, () => {
      expect(studentName(name, isFolder, none)).toBe(student);
    });
  }

  it("in Gradescope's folders is in the file beside them", () => {
    const names = gradescopeNames(METADATA);
    expect(studentName("submission_987654321", true, names)).toBe("Ana Lee (987654321)");
    expect(studentName("submission_987654322", true, names)).toBe("Ben Ode, Eve Ng (987654322)");
    for (const text of ["", "- 1", "a: [", "submission_1: 3", "submission_1: {':submitters': 3}"]) {
      expect(gradescopeNames(text).size).toBe(0);
    }
  });

  it("is that of the folders and files of a download", async () => {
    const folder = await scratch();
    const paths = [
      "submission_987654321/ps3.ipynb",
      "Ben Ode_7_assignsubmission_file_/ps3.ipynb",
      "Ben Ode_8_assignsubmission_file_/ps3.ipynb",
    ];
    for (const path of paths) {
      await Deno.mkdir(join(folder, path, ".."));
      await Deno.writeTextFile(join(folder, path), "{}");
    }
    await Deno.writeTextFile(join(folder, "submission_metadata.yml"), METADATA);
    const { notebooks, others } = await submittedFiles(folder);
    expect(notebooks.map(({ student }) => student).sort())
      .toEqual(["Ana Lee (987654321)", "Ben Ode (7)", "Ben Ode (8)"]);
    expect(others).toEqual([]);
    await Deno.remove(folder, { recursive: true });
  });
});
