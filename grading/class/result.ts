import type { Finding } from "../judge/examine.ts";
import { shown } from "../process/text.ts";

const NAME = 255, TEXT = 300, MESSAGE = 600; // characters
const REMARKS = 20;

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
  /** Notes for the teacher: cells that are missing, occur twice, or fail. */
  remarks: string[];
  /** Type errors, which cost no points. */
  typeErrors: string[];
  earned: number;
  possible: number;
  items: Finding[];
}

/** Returns the result of a notebook that cannot be graded. */
export function ungradable(student: string, path: string, reason: string): Result {
  const none = { remarks: [], typeErrors: [], earned: 0, possible: 0, items: [] };
  return { student, set: "", path, status: "ungradable", reason, ...none };
}

/** Returns "7 of 13", or why there is no score. */
export function scoreOf({ status, reason, earned, possible }: Result): string {
  return status === "graded" ? `${earned} of ${possible}` : `ungradable: ${reason}`;
}

/**
 * Returns a result for the reports: every text that a student can influence is truncated and has no control characters.
 */
export function presented(result: Result): Result {
  const { student, path, reason, remarks, typeErrors, items } = result;
  const list = (texts: string[]) => texts.slice(0, REMARKS).map((text) => shown(text, TEXT));
  return {
    ...result,
    ...{ student: shown(student, NAME), path: shown(path, TEXT) },
    ...reason !== undefined && { reason: shown(reason, TEXT) },
    ...{ remarks: list(remarks), typeErrors: list(typeErrors) },
    items: items.map(({ message, ...item }) =>
      message === undefined ? item : { ...item, message: shown(message, MESSAGE) }
    ),
  };
}
