import type { Finding } from "../judge/examine.ts";

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
