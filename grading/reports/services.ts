import type { Finding } from "../judge/examine.ts";
import { type Result, scoreOf } from "../class/result.ts";

/** Returns the feedback about an item as one text. */
export function feedbackOf({ status, message, mistake }: Finding): string {
  if (status === "pass") return "";
  return [message, mistake && `${mistake.name}: ${mistake.hint}`].filter(Boolean).join("\n");
}

/** Returns Gradescope's results.json. Without a score, as for an ungradable notebook, Gradescope reports a failed grading. */
export function gradescopeOf(result: Result): unknown {
  if (result.status === "ungradable") {
    return { output: scoreOf(result), output_format: "text", tests: [] };
  }
  return {
    score: result.earned,
    output: result.remarks.join("\n"),
    output_format: "text",
    test_output_format: "text",
    visibility: "visible",
    tests: result.items.map((item) => ({
      name: item.id,
      score: item.earned,
      max_score: item.points,
      status: item.status === "pass" ? "passed" : "failed",
      output: feedbackOf(item),
    })),
  };
}

/** Returns what GitHub Classroom's reporter reads, in base64, from the step output named "result". */
export function classroomOf(result: Result): unknown {
  const graded = result.status === "graded";
  const passed = graded && result.earned === result.possible;
  return {
    version: 1,
    status: graded ? passed ? "pass" : "fail" : "error",
    max_score: result.possible,
    tests: graded
      ? result.items.map((item) => ({
        name: item.id,
        status: item.status === "pass" ? "pass" : "fail",
        score: item.earned,
        message: feedbackOf(item),
        test_code: "",
        filename: result.path,
        line_no: 0,
        execution_time: 0,
      }))
      : [{ name: "gradable", status: "error", score: 0, message: result.reason }],
  };
}
