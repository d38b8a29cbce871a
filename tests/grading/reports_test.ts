import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { presented, type Result } from "../../grading/class/result.ts";
import { csvOf } from "../../grading/reports/csv.ts";
import { classPage, studentPage } from "../../grading/reports/html.ts";
import { junitOf } from "../../grading/reports/junit.ts";
import { writeReports } from "../../grading/reports/write.ts";
import { scratch } from "../tools/scratch.ts";

/** Returns a result in which every text is `text`, as if the student had chosen it. */
function resultWith(text: string): Result {
  const item = { id: "ps1.relu", points: 1, earned: 0, status: "almost" as const };
  return {
    ...{ student: text, set: "", path: text, status: "graded", remarks: [text] },
    ...{ typeErrors: [text], earned: 0, possible: 1 },
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
    expect(classPage([presented(result)], [])).toContain(link);
    expect(classPage([presented(result)], [])).toMatch(/href="students\/[\w-]+\.html"/);
    const pages = [classPage([presented(result)], []), classPage([], others)];
    for (const page of [studentPage(result), ...pages, [...junitOf([result])].join("")]) {
      expect(page).not.toContain("<img");
      expect(page).toContain("&lt;img src=x onerror=&quot;alert(");
    }
  });
});
