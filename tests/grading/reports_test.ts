import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Result } from "../../grading/class/result.ts";
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
  it("escape what a spreadsheet would run as a formula, and quote separators", () => {
    const first = (text: string) => csvOf([resultWith(text)]).split("0,1,0,")[1].slice(0, -2);
    for (const text of ["=1+1", "+1", "-1", "@x", "\tx"]) expect(first(text)).toBe(`'${text}`);
    expect(first("\rx")).toBe(`"'\rx"`);
    expect(["a,b", 'a"b', "a\nb", "a\rb"].map(first)).toEqual([
      ...['"a,b"', '"a""b"', '"a\nb"', '"a\rb"'],
    ]);
    expect(first("plain")).toBe("plain");
  });

  it("escape HTML and XML in text and attributes", () => {
    const result = resultWith(`</td><img src=x onerror="alert('1')">&\` src=`);
    const link =
      '<a href="students/&lt;/td&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;';
    expect(classPage([result], ({ student }) => student)).toContain(link);
    for (const page of [studentPage(result), classPage([result], () => "a"), junitOf([result])]) {
      expect(page).not.toContain("<img");
      expect(page).toContain("&lt;img src=x onerror=&quot;alert(");
    }
  });
});
