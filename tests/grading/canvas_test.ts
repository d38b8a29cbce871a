import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { readGradebooks } from "../../grading/gradebooks/mod.ts";
import { BOM, made, plain, refusal, resultOf } from "./gradebooks.ts";

// As Canvas exports it: a row for the policy, one for the points, sortable names, and totals that it computes itself
const CANVAS = `Student,ID,SIS User ID,SIS Login ID,Section,PS1: Forward pass (881),PS10 (889),` +
  `Problem Set 3 (883),ps1 Current Score,ps1 Final Score
,,,,,Manual Posting,,,(read only),(read only)
    Points Possible,,,,,13.00,10.00,16.00,(read only),(read only)
"Lee, Ana",4101,007101,ana,"Section ""A"", Monday",,,4.50,,
"Ode, Ben",4102,007102,ben.ode@example.org,Section B,7.00,,EX,53.8,53.8
"Ode, Ben",4103,007103,bode2,Section B,,,,,
"Zoë, Éva",4104,007104,=eva,Section B,,,-1.00,,
"Student, Test",4199,,6f1d,Section B,,,,,
`;

describe("the file for Canvas", () => {
  const results = [
    plain("ana", "ps1", 9.333333),
    plain("ana", "ps2", 0),
    plain("Ben Ode", "ps1", 5),
    resultOf("odeben_4103_77_ps1.ipynb", "odeben (4103)", "ps1", 12),
    plain("eva zoë", "ps3", 8),
    plain("007102", "ps3", undefined),
    plain("yan", "ps1", 13),
  ];
  const expected = [
    [
      ...["Student", "ID", "SIS User ID", "SIS Login ID", "Section"],
      ...["PS1: Forward pass (881)", "ps2", "Problem Set 3 (883)"],
    ],
    ["    Points Possible", "", "", "", "", "13.00", "13", "16.00"],
    ["Lee, Ana", "4101", "007101", "ana", 'Section "A", Monday', "9.33", "0", "4.50"],
    ["Ode, Ben", "4103", "007103", "bode2", "Section B", "12", "", ""],
  ];

  for (
    const [kind, text] of [
      ["without a byte order mark", CANVAS],
      ["with a byte order mark", BOM + CANVAS],
      ["with Windows's line ends", CANVAS.replaceAll("\n", "\r\n")],
    ]
  ) {
    it(`keeps the columns of an export ${kind}, and fills in the scores`, async () => {
      const { rows, remarks } = await made("canvas", results, text);
      expect(rows.slice(0, 4)).toEqual(expected);
      expect(remarks).toEqual([
        "canvas.csv: FILE has no column for ps2; Canvas asks whether it is new",
        "canvas.csv lacks Ben Ode: FILE has 2 students of this name",
        "canvas.csv lacks eva zoë: FILE has no such student",
        "canvas.csv lacks yan: FILE has no such student",
      ]);
      expect(rows.length).toBe(4);
    });
  }

  it("reads semicolons and commas within names", async () => {
    const text = "Student;ID;SIS Login ID;Section;ps1 (5)\n    Points Possible;;;;13,0\n" +
      "Lee, Ana;1;ana;A;7,5\nOde, Ben;2;ben;A;\n";
    const { rows, remarks } = await made("canvas", [plain("Ana Lee", "ps1", 8.5)], text);
    expect(rows[2]).toEqual(["Lee, Ana", "1", "ana", "A", "8.5"]);
    expect([rows.length, remarks]).toEqual([3, []]);
  });

  it("finds a student by login, number, SIS number, or name in either order, without regard to case", async () => {
    for (const name of ["ANA", "4101", "007101", "Ana Lee", "Lee, Ana", "lee,  ana"]) {
      const { rows } = await made("canvas", [plain(name, "ps1", 1)], CANVAS);
      expect(rows[2].slice(0, 2)).toEqual(["Lee, Ana", "4101"]);
    }
    const decomposed = plain("E\u0301va Zoe\u0308", "ps1", 1);
    expect((await made("canvas", [decomposed], CANVAS)).rows[2][1]).toBe("4104");
  });

  it("has neither of two students who agree with one person", async () => {
    const both = [plain("ana", "ps1", 1), plain("Ana Lee", "ps1", 13)];
    const { rows, remarks } = await made("canvas", both, CANVAS);
    expect(rows.length).toBe(2);
    expect(remarks[0]).toBe(
      "canvas.csv lacks ana: 2 students who submitted agree with one student in FILE",
    );
    expect(remarks.length).toBe(2);
  });

  it("trusts Canvas's number in a file's name, not the name before it", async () => {
    const other = resultOf("leeana_4999_77_ps1.ipynb", "ana (4999)", "ps1", 1);
    const { rows, remarks } = await made("canvas", [other], CANVAS);
    expect([rows.length, remarks.length]).toEqual([2, 1]);
  });

  it("escapes formulas, but keeps negative scores", async () => {
    const { rows } = await made("canvas", [
      plain("Éva Zoë", "ps1", 2),
      plain("ana", "ps3", 1),
    ], CANVAS);
    expect(rows[2].slice(3)).toEqual(["'=eva", "Section B", "2", "-1"]);
  });

  it("says that an assignment has other points", async () => {
    const { remarks } = await made(
      "canvas",
      [plain("ana", "ps1", 2)],
      CANVAS.replace("13.00", "100.00"),
    );
    expect(remarks).toEqual([
      "canvas.csv: ps1 has 13 points, but 100.00 in FILE; the scores are not scaled",
    ]);
  });

  it("has the login or Canvas's number without an export", async () => {
    const { rows } = await made("canvas", [
      ...results,
      resultOf("Cy Ng_7_assignsubmission_file_/ps1.ipynb", "Cy Ng (7)", "ps1", 1),
      plain("=1+1", "ps1", 3),
    ]);
    expect(rows[0]).toEqual([...expected[0].slice(0, 5), "ps1", "ps2", "ps3"]);
    expect(rows[1]).toEqual(["    Points Possible", "", "", "", "", "13", "13", "16"]);
    expect(rows[2]).toEqual(["ana", "", "", "ana", "", "9.33", "0", ""]);
    expect(rows[4]).toEqual(["odeben", "4103", "", "", "", "12", "", ""]);
    expect(rows.map(([name]) => name)).not.toContain("Cy Ng");
    expect(rows.at(-1)!.slice(0, 4)).toEqual(["'=1+1", "", "", "'=1+1"]);
  });

  it("is refused with one line if the export is something else", async () => {
    const wanted = "Cannot read Canvas's gradebook from FILE: expected the columns Student, ID, ";
    for (
      const [text, found] of [
        ["", "an empty file"],
        [BOM, "an empty file"],
        ["Name,Login\nana,ana\n", "Name, Login"],
        ["%PDF-1.7\n", "%PDF-1.7"],
        [
          Uint8Array.of(0xff, 0xfe, 0x41, 0),
          "bytes that are not UTF-8; export it again in UTF-8",
        ],
        [`${CANVAS}"Lee, x`, "Quote Not Closed: the parsing is finished with an opening quote"],
      ] as const
    ) expect(await refusal("canvas", text)).toContain(`${wanted}and Section, found ${found}`);
    const twice = CANVAS.replace("PS10 (889)", "ps1 retake (889)");
    expect(await refusal("canvas", twice)).toBe(
      "Cannot use FILE: expected one column for ps1, found PS1: Forward pass (881) and ps1 retake (889); " +
        "remove the others from the file",
    );
    const none = "/nowhere/none.csv";
    await expect(readGradebooks({ canvas: none })).rejects.toThrow(`from ${none}: expected`);
  });
});
