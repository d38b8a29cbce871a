import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { presented, type Result } from "../../grading/class/result.ts";
import { csvOf } from "../../grading/reports/csv.ts";
import { classPage, studentPage } from "../../grading/reports/html.ts";
import { junitOf } from "../../grading/reports/junit.ts";

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
    expect(["a,b", 'a"b', "a\nb", "plain", "1;2"].map(first)).toEqual([
      ...["a,b", 'a""b', "a\nb", "plain", "1;2"],
    ]);
  });

  it("show students' texts truncated, on one line, and without marks that change the text direction", () => {
    const odd = "a\x1b[31m\x00b\u202ec\u2028d\nzoe  ps1  13 of 13\ud800" + "x".repeat(5000);
    const { student, path, remarks, typeErrors, items } = presented(resultWith(odd));
    for (const text of [student, path, ...remarks, ...typeErrors, items[0].message!]) {
      expect(text.length).toBeLessThan(601);
      expect(text.startsWith("a [31m b c d zoe")).toBe(true);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it("escape HTML and XML in text and attributes", () => {
    const result = resultWith(`</td><img src=x onerror="alert('1')">&\` src=`);
    const link =
      '<a href="students/&lt;/td&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;';
    const others = [{ student: result.student, path: result.path, reason: result.path }];
    expect(classPage([result], [], ({ student }) => student)).toContain(link);
    const pages = [classPage([result], [], () => "a"), classPage([], others, () => "a")];
    for (const page of [studentPage(result), ...pages, [...junitOf([result])].join("")]) {
      expect(page).not.toContain("<img");
      expect(page).toContain("&lt;img src=x onerror=&quot;alert(");
    }
  });
});
