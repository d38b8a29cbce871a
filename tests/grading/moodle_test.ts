import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Presented } from "../../grading/class/result.ts";
import { gradebookFiles } from "../../grading/gradebooks/mod.ts";
import { writeReports } from "../../grading/reports/write.ts";
import { scratch } from "../tools/scratch.ts";
import { BOM, made, plain, refusal, resultOf } from "./gradebooks.ts";

// As Moodle exports it with semicolons and a decimal comma
const MOODLE = `First name;Last name;ID number;Institution;Department;Email address;` +
  `Assignment: ps1 (Real);Assignment: ps1 (Percentage);Assignment: ps1 (Feedback);Last downloaded from this course
Ana;Lee;007101;;;ana.lee@Example.org;-;-;;1793620000
Ben;Ode;;;;ben@example.org;7,50;57,69 %;"good; ""see"" item 2";1793620000
Ben;Ode;007103;;;bode2@example.org;-;-;;1793620000
Éva;Zoë;;;;=eva@example.org;-;-;;1793620000
`;

describe("the file for Moodle", () => {
  const results = [
    plain("ANA.LEE@example.org", "ps1", 9.5),
    plain("ANA.LEE@example.org", "ps2", 1),
    plain("007103", "ps1", undefined),
    plain("bode2@example.org", "ps2", 3),
    plain("ben@example.org", "ps2", 0),
    resultOf("Ben Ode_8_assignsubmission_file_/ps1.ipynb", "Ben Ode (8)", "ps1", 12),
    plain("Éva Zoë", "ps1", 8),
    plain("yan", "ps1", 13),
  ];
  const said = (set: string) => `${set}.relu: 1 of 1; ${set}.leaky: 0.67 of 2 (=weights exchanged)`;

  for (const [kind, text] of [["without", MOODLE], ["with", BOM + MOODLE]]) {
    it(`has one column that identifies all, from an export ${kind} a byte order mark`, async () => {
      const { rows, remarks } = await made("moodle", results, text);
      expect(rows).toEqual([
        [
          ...["Email address", "Assignment: ps1 (Real)", "Assignment: ps1 (Feedback)"],
          ...["ps2", "ps2 feedback"],
        ],
        ["ana.lee@Example.org", "9.5", said("ps1"), "1", said("ps2")],
        ["bode2@example.org", "-", "", "3", said("ps2")],
        ["ben@example.org", "7,50", 'good; "see" item 2', "0", said("ps2")],
      ]);
      expect(remarks).toEqual([
        "moodle.csv lacks Ben Ode (8): FILE has 2 students of this name",
        "moodle.csv lacks yan: FILE has no such student",
        "moodle.csv lacks Éva Zoë: FILE has no unique Email address that is plain text",
      ]);
    });
  }

  it("tells students of one name apart by the number in the grading worksheet", async () => {
    const worksheet = "Identifier,Full name,Email address,Status,Grade,Feedback comments\n" +
      "Participant 7,Ben Ode,ben@example.org,Submitted,,\n" +
      "Participant 8,Ben Ode,bode2@example.org,Submitted,,\n";
    const { rows, remarks } = await made("moodle", [
      results[5],
      resultOf("Ben Ode_9_assignsubmission_file_/ps1.ipynb", "Ben Ode (9)", "ps1", 1),
    ], worksheet);
    expect(rows).toEqual([["Email address", "ps1", "ps1 feedback"], [
      ...["bode2@example.org", "12", said("ps1")],
    ]]);
    expect(remarks).toEqual(["moodle.csv lacks Ben Ode (9): FILE has no such student"]);
  });

  it("has no row whose identifier is empty or occurs twice", async () => {
    const text = "Username,First name,Last name\nana,Ana,Lee\n,Ben,Ode\ncy,Cy,Ng\ncy,Di,Ng\n";
    const people = ["ana", "Ben Ode", "Cy Ng"].map((name) => plain(name, "ps1", 2));
    const { rows, remarks } = await made("moodle", people, text);
    expect(rows.map(([name]) => name)).toEqual(["Username", "ana"]);
    expect(remarks.length).toBe(2);
  });

  it("has the names of folders as usernames without an export, but no formula", async () => {
    const { rows } = await made("moodle", [
      plain("ana", "ps1", 2),
      plain("=1", "ps1", 2),
      results[5],
    ]);
    expect(rows).toEqual([["Username", "ps1", "ps1 feedback"], ["ana", "2", said("ps1")]]);
  });

  it("is refused with one line if the export is something else", async () => {
    expect(await refusal("moodle", "Vorname;Nachname;E-Mail\nAna;Lee;a@b\n")).toBe(
      "Cannot read Moodle's participants or grades from FILE: expected a column Username, ID number, or " +
        "Email address, found Vorname, Nachname, E-Mail",
    );
    const twice = MOODLE.replace("(Percentage)", "(Scale)");
    expect(await refusal("moodle", twice)).toContain(
      "expected one column with the grade for ps1",
    );
  });
});

describe("the files for learning management systems", () => {
  it("are not written without a score, and those of the earlier grading are removed", async () => {
    const folder = await scratch();
    const files = (results: Presented[]) => gradebookFiles(results, {});
    const write = (results: Presented[]) =>
      writeReports(
        folder,
        { grading: 1, fence: "none", results, others: [] },
        files(results),
      );
    const written = () =>
      ["canvas.csv", "moodle.csv"].filter((name) =>
        [...Deno.readDirSync(folder)].some((entry) => entry.name === name)
      );
    await write([plain("ana", "ps1", 2)]);
    expect(written()).toEqual(["canvas.csv", "moodle.csv"]);
    await write([plain("ana", "ps1", undefined)]);
    expect(written()).toEqual([]);
    await Deno.remove(folder, { recursive: true });
  });
});
