import { createHash } from "node:crypto";
import type { Finding } from "../judge/examine.ts";
import { nextStep } from "../process/next_step.ts";
import { shown } from "../process/text.ts";
import type { OtherFile } from "./submitted_files.ts";

const NAME = 255, TEXT = 300, MESSAGE = 600; // characters
const REMARKS = 20;
const LETTERS = 50; // of a student's name in a file's name, of at most four bytes each
const DIGITS = 16; // of the hash

/** The beginning of the reason when the grader, and not the notebook, is at fault. */
export const GRADER_FAILED = "The grader itself failed";

/** The result of one notebook. */
export interface Result {
  student: string;
  /** "ps3", or "" if no set was found in the notebook. */
  set: string;
  /** Its path below the folder of submissions. */
  path: string;
  /** An ungradable notebook has no score, which is not the same as a score of zero. */
  status: "graded" | "ungradable";
  /** The reason why it cannot be graded. */
  reason?: string;
  /** The step that the student should take about that, in one sentence. */
  next?: string;
  /** Notes for the teacher: cells that are missing, occur twice, or fail. */
  remarks: string[];
  /** The attempts of the solution that Deno refused, by item: "ps1.relu tries to read a system file". */
  attempts: string[];
  /** Type errors, which cost no points. */
  typeErrors: string[];
  earned: number;
  possible: number;
  items: Finding[];
}

/** Returns the result of a notebook that cannot be graded. */
export function ungradable(student: string, path: string, reason: string): Result {
  const none = { remarks: [], attempts: [], typeErrors: [], earned: 0, possible: 0, items: [] };
  const next = `${nextStep(reason)}.`;
  return { student, set: "", path, status: "ungradable", reason, next, ...none };
}

/**
 * Separates the other files: a student who submitted no notebook has an ungradable result, which names the first of
 * their files; all the rest are not graded.
 */
export function withOthers(
  results: Presented[],
  others: OtherFile[],
): { all: Presented[]; notGraded: OtherFile[] } {
  const have = new Set(results.map(({ student }) => student));
  const firsts = [...Map.groupBy(others, ({ student }) => student).values()]
    .map(([first]) => first).filter(({ student }) => !have.has(student));
  const without = firsts.map(({ student, path, reason }) =>
    presented(ungradable(student, "", `Cannot find a notebook: ${path} is ${reason}`))
  );
  const notGraded = others.filter((other) => !firsts.includes(other));
  return { all: [...results, ...without], notGraded };
}

/** Returns how many results are graded and ungradable, and how many other files there are. */
export function countsOf(all: Result[], notGraded: OtherFile[]): string[] {
  const graded = all.filter(({ status }) => status === "graded").length, { length } = notGraded;
  const files = `${length} other ${length === 1 ? "file" : "files"} not graded`;
  return [
    ...[`${graded} graded`, `${all.length - graded} ungradable`],
    ...length > 0 ? [files] : [],
  ];
}

/** Returns "7 of 13", or why there is no score. */
export function scoreOf({ status, reason, earned, possible }: Result): string {
  return status === "graded" ? `${earned} of ${possible}` : `ungradable: ${reason}`;
}

/** A result as reports show it. */
export interface Presented extends Result {
  /** The base name of its files. */
  file: string;
}

/**
 * Returns a result for the reports: every text that a student can influence is truncated and has no control characters.
 */
export function presented(result: Result): Presented {
  const { student, path, reason, remarks, typeErrors, items } = result;
  const list = (texts: string[]) => texts.slice(0, REMARKS).map((text) => shown(text, TEXT));
  return {
    ...result,
    file: fileName(result),
    ...{ student: shown(student, NAME), path: shown(path, TEXT) },
    ...reason !== undefined && { reason: shown(reason, TEXT) },
    ...{ remarks: list(remarks), typeErrors: list(typeErrors) },
    items: items.map(({ message, ...item }) =>
      message === undefined ? item : { ...item, message: shown(message, MESSAGE) }
    ),
  };
}

/**
 * Returns the base name of a result's files, in which the student's name cannot lead out of the folder. It depends only
 * on this result. Where another student's name could give the same base name, for example in another case, a hash of
 * the whole name and path distinguishes them.
 */
function fileName({ student, set, path }: Result): string {
  const letters = student.replaceAll(/[^\p{L}\p{N}_-]/gu, "_");
  const plain = `${[...letters].slice(0, LETTERS).join("")}_${set || "unknown"}`;
  if (set && /^[a-z0-9_-]+$/.test(student) && student.length <= LETTERS) return plain;
  const hash = createHash("sha256").update(JSON.stringify([student, path])).digest("hex");
  return `${plain}-${hash.slice(0, DIGITS)}`;
}
