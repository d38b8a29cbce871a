import { findCheck } from "../../exercises/checks/mod.ts";
import { pointsOf, type ProblemSet } from "../judge/check.ts";
import type { Finding } from "../judge/examine.ts";
import type { Result } from "../class/result.ts";
import { hintOf } from "../judge/hint.ts";

/** Returns the feedback about an item as one text: what is wrong and, as on the student's page, the hint. */
export function feedbackOf(finding: Finding): string {
  if (finding.status === "pass") return "";
  const { check } = findCheck(finding.id);
  return [finding.message, hintOf(check, finding)].filter(Boolean).join("\n");
}

/**
 * Returns Gradescope's results.json. An ungradable notebook has one failed test, which gives the reason, and no points,
 * because without a score Gradescope only reports a failed autograder. `set` is the set of the assignment, if it is known.
 */
export function gradescopeOf(result: Result, set?: ProblemSet) {
  const isGraded = result.status === "graded";
  return {
    score: result.earned,
    output: isGraded ? [...result.remarks, ...result.typeErrors].join("\n") : whatToDo(result),
    output_format: "text",
    test_output_format: "text",
    visibility: "visible",
    tests: isGraded ? result.items.map(testOf) : [gradableTest(result, set)],
  };
}

function testOf(item: Finding) {
  return {
    name: item.id,
    score: item.earned,
    max_score: item.points,
    status: item.status === "pass" ? "passed" : "failed",
    output: feedbackOf(item),
  };
}

/** Returns why a notebook cannot be graded, and what to do about it. */
function whatToDo({ reason, next }: Result): string {
  return [reason, next].filter(Boolean).join("\n");
}

function gradableTest(result: Result, set?: ProblemSet) {
  const max_score = set ? pointsOf(set) : 0;
  return { name: "gradable", score: 0, max_score, status: "failed", output: whatToDo(result) };
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
      : [{ name: "gradable", status: "error", score: 0, message: whatToDo(result) }],
  };
}
