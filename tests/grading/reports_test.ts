import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import {
  countsOf,
  type Presented,
  presented,
  type Result,
  withOthers,
} from "../../grading/class/result.ts";
import { csvOf } from "../../grading/reports/csv.ts";
import { classPage } from "../../grading/reports/class_page.ts";
import { studentPage } from "../../grading/reports/student_page.ts";
import { junitOf } from "../../grading/reports/junit.ts";
import { gradescopeOf } from "../../grading/reports/services.ts";
import { tableOf } from "../../grading/reports/terminal.ts";
import { withoutFlag } from "../../grading/process/refusal.ts";
import { writeReports } from "../../grading/reports/write.ts";
import { findCheck } from "../../exercises/checks/mod.ts";
import { scratch } from "../tools/scratch.ts";

/** Returns a result in which every text is `text`, as if the student had chosen it. */
function resultWith(text: string): Result {
  const item = { id: "ps1.relu", points: 1, earned: 0, status: "almost" as const };
  return {
    ...{ student: text, set: "", path: text, status: "graded", remarks: [text] },
    ...{ typeErrors: [text], attempts: [], earned: 0, possible: 1 },
    items: [{ ...item, message: text, mistake: { name: text, hint: text } }],
  };
}

describe("reports", () => {
  it("escape text that a spreadsheet would evaluate as a formula, and quote every field", () => {
    const first = (text: string) => {
      const [, line] = csvOf([resultWith(text)], []);
      return line.slice(line.lastIndexOf(',"') + 2, -3);
    };
    for (const text of ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"]) {
      expect(first(text)).toBe(`'${text}`);
      expect(first(` ${text};${text};b; ${text}`)).toBe(`' ${text};'${text};b;' ${text}`);
    }
    expect(first("x;\"=1;'=1")).toBe(`x;\'""=1;\'\'=1`);
    expect(["a,b", 'a"b', "a\nb", "plain", "1;2"].map(first)).toEqual([
      ...["a,b", 'a""b', "a\nb", "plain", "1;2"],
    ]);
  });

  it("show students' texts truncated, on one line, and without marks that change the text direction", () => {
    const odd = "a\x1b[31m\x00b\u202ec\u2028d\nzoe  ps1  13 of 13\ud800" + "x".repeat(5000);
    const { student, path, remarks, typeErrors, items } = presented(resultWith(odd));
    for (const text of [student, path, ...remarks, ...typeErrors, items[0].message!]) {
      expect(text.length).toBeLessThan(601);
      expect(text.startsWith("a\ufffd[31m\ufffdb\ufffdc d zoe")).toBe(true);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it("have files of their own for names that look alike", () => {
    const names = [
      "ana maria",
      "ana\u200bmaria",
      "ana\u00a0maria",
      "Zoe",
      "zoe",
      "zoe\u0301",
      "zo\u00e9",
    ];
    const results = names.map((student) => presented({ ...resultWith("x"), student, set: "ps1" }));
    expect(new Set(results.map(({ file }) => file.toLowerCase())).size).toBe(names.length);
    expect(results[0].student).not.toBe(results[1].student);
    expect(results[4].file).toBe("zoe_ps1");
    const long = ["a", "b"].map((end) =>
      presented({ ...resultWith("x"), path: "p".repeat(400) + end })
    );
    expect(long[0].file).not.toBe(long[1].file);
  });

  it("remove the files of the earlier grading, and no others", async () => {
    const folder = await scratch(), at = (name: string) => join(folder, "students", name);
    const ana = presented({ ...resultWith("x"), student: "ana", set: "ps1" });
    const ben = presented({ ...resultWith("x"), student: "ben", set: "ps1" });
    const grading = { grading: 1, fence: "none" as const, others: [] };
    await writeReports(folder, { ...grading, results: [ana, ben] });
    await Deno.writeTextFile(at("mine.html"), "mine");
    await writeReports(folder, { ...grading, results: [ben] });
    const left = [...Deno.readDirSync(join(folder, "students"))].map(({ name }) => name).sort();
    expect(left).toEqual(["ben_ps1.html", "mine.html"]);
    await Deno.remove(folder, { recursive: true });
  });

  it("escape HTML and XML in text and attributes", () => {
    const result = resultWith(`</td><img src=x onerror="alert('1')">&\` src=`);
    const link = '">&lt;/td&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;';
    const others = [{ student: result.student, path: result.path, reason: result.path }];
    const grading = { grading: 1, fence: "none" as const, results: [presented(result)], others };
    expect(classPage(grading)).toContain(link);
    expect(classPage(grading)).toMatch(/href="students\/[\w-]+\.html"/);
    const pages = [classPage(grading), classPage({ ...grading, results: [] })];
    for (const page of [studentPage(result), ...pages, [...junitOf([result])].join("")]) {
      expect(page).not.toContain("<img");
      expect(page).toContain("&lt;img src=x onerror=&quot;alert(");
    }
  });

  it("tell a student nothing that solves an item without points", () => {
    const { check } = findCheck("ps1.slip"), { id, points, summary, hints } = check;
    const pageOf = (message: string) =>
      studentPage({
        ...resultWith("x"),
        items: [{ id, points, earned: 0, status: "not yet", message }],
      });
    const page = pageOf("correctedStep[0,0]: got 1, want 2");
    for (const secret of [summary, hints[1], hints[2]]) expect(page).not.toContain(secret);
    expect(page).toContain(hints[0]);
    expect(pageOf("correctedStep is not written yet")).not.toContain(hints[0]);
  });

  it("give Gradescope the hint of the student's page, and the type errors", () => {
    const { check } = findCheck("ps1.leaky"), { id, points, hints } = check;
    const item = { id, points, earned: 0, status: "not yet" as const, message: "got 1, want 2" };
    const outputOf = (message: string) => {
      const result = resultWith("note"), typeErrors = ["Type error in ps1_leaky, line 1"];
      return gradescopeOf({ ...result, typeErrors, items: [{ ...item, message }] });
    };
    const { output, tests: [{ output: feedback }] } = outputOf("got 1, want 2");
    expect(output).toBe("note\nType error in ps1_leaky, line 1");
    expect(feedback).toBe(`got 1, want 2\nHint: ${hints[0]}`);
    expect(outputOf("leakyStep is not written yet").tests[0].output).not.toContain("Hint");
  });

  it("call a student without a notebook ungradable, and a file beside a notebook not graded", () => {
    const ana = presented({
      ...resultWith("x"),
      student: "ana",
      set: "ps1",
      path: "ana/ps1.ipynb",
    });
    const others = [
      { student: "ana", path: "ana/notes.txt", reason: "a file, not a notebook" },
      { student: "yan", path: "yan/ps1.docx", reason: "a file, not a notebook" },
      { student: "yan", path: "yan/ps2.docx", reason: "a file, not a notebook" },
    ];
    const why = "ungradable: Cannot find a notebook: yan/ps1.docx is a file, not a notebook";
    const { all, notGraded } = withOthers([ana], others);
    expect(studentPage(all[1])).toContain(`<h1>yan: ${why}</h1>`);
    expect(countsOf(all, notGraded)).toEqual([
      ...["1 graded", "1 ungradable", "2 other files not graded"],
    ]);
    const lines = [...tableOf([ana], others)].filter((line) => !line.startsWith(" "));
    expect(lines.slice(1)).toEqual([
      `yan  –    ${why}`,
      "ana  –    not graded: ana/notes.txt: a file, not a notebook",
      "yan  –    not graded: yan/ps2.docx: a file, not a notebook",
    ]);
    expect([...csvOf([ana], others)][2]).toMatch(/^"yan","","ungradable","","",/);
    const page = classPage({ grading: 1, fence: "none", results: [ana], others });
    expect(page).toContain("1 graded, 1 ungradable, 2 other files not graded");
    expect(page).toMatch(/>yan<\/a><\/td><td>.*<\/td><td>ungradable: Cannot find a notebook/);
    const [, table] = page.split("<h2>Not graded</h2>");
    expect(table).toContain("ana/notes.txt");
    expect(table).not.toContain("ps1.docx");
  });

  it("group failures by what the grader knows, and keep the order of the notebook", () => {
    const ids = ["ps1.bidirectional", "ps1.leaky", "ps1.relu"];
    const graded = (student: string, message?: string) => {
      const items = ids.map((id, n) => {
        const earned = n < 2 || message === undefined ? 1 : 0;
        const status = earned > 0 ? "pass" as const : "not yet" as const;
        return { id, points: 1, earned, status, ...earned === 0 && { message } };
      });
      return presented({ ...resultWith("x"), student, set: "ps1", items });
    };
    const results = Object.entries({
      ana: "Cell ps1_relu cannot be parsed: line 1: unexpected token",
      ben: "reluStep did not return within 3 s: is there an infinite loop?",
      cleo: "Cell ps1_relu did not return within 3 s: is there an infinite loop?",
      dora: withoutFlag('throws NotCapable: Requires read access to "/etc/passwd"'),
      emil: "reluStep[0,0]: got 1, want 2",
      fay: 'reluStep throws Error: "x cannot be parsed: did not return within"',
    }).map(([student, message]) => graded(student, message));
    const pageOf = (results: Presented[]) =>
      classPage({ grading: 1, fence: "none", results, others: [] });
    const groups = [...pageOf(results).matchAll(/<summary>(.*?)<\/summary>/g)];
    expect(groups.map(([, name]) => name)).toEqual([
      ...["does not end (2)", "no named mistake (2)", "does not parse (1)", "refused access (1)"],
    ]);
    const passed = [graded("ana")], found = pageOf(passed).match(/ps1\.<wbr>\w+/g);
    const inOrder = ["relu", "leaky", "bidirectional"];
    expect(found).toEqual(inOrder.map((name) => `ps1.<wbr>${name}`));
    const [head] = csvOf(passed, []);
    expect(head).toContain(inOrder.map((name) => `"ps1.${name}"`).join());
  });

  it("give a class its date, its averages, and a link from each mistake to those who made it", () => {
    const graded = (student: string, earned: number, mistake?: { name: string; hint: string }) => {
      const status = earned === 2 ? "pass" as const : "not yet" as const;
      const item = { id: "ps1.leaky", points: 2, earned, status, mistake };
      const result = { ...resultWith("x"), student, set: "ps1", status: "graded" as const };
      return presented({ ...result, earned, possible: 2, items: [item] });
    };
    const mistake = { name: "no leak", hint: "…" };
    const results = [graded("ana", 2), graded("ben", 1, mistake), graded("eve", 0, mistake)];
    const page = classPage({
      grading: Date.UTC(2026, 9, 1),
      fence: "bubblewrap",
      results,
      others: [],
    });
    expect(page).toContain(
      "Graded on 2026-10-01 00:00 UTC (grading 1790812800000): 3 students,\n3 notebooks: 3 graded, 0 ungradable.",
    );
    expect(page).toContain("<td>ps1</td><td>3</td><td>1 of 2</td><td>1</td><td>0</td><td>2</td>");
    expect(page).toContain("1 with all points, 1 with some, 1 with none");
    expect(page).toMatch(
      /no leak \(2\)<\/summary><a href="students\/ben_ps1.html">ben<\/a>, <a href="students\/eve_ps1.html">eve/,
    );
  });
});
