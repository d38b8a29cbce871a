import type { Finding } from "../judge/examine.ts";

/** What became of one notebook. */
export interface Result {
  student: string;
  /** "ps3", or "" where no set was found in it. */
  set: string;
  /** Its path below the folder of submissions. */
  path: string;
  /** An ungradable notebook has no score, which is not a score of zero. */
  status: "graded" | "ungradable";
  /** Why it can't be graded. */
  reason?: string;
  /** What the teacher should know: cells missing or doubled, cells that fail. */
  remarks: string[];
  /** Type errors; they void nothing. */
  typeErrors: string[];
  earned: number;
  possible: number;
  items: Finding[];
}

/** A notebook that can't be graded. */
export function ungradable(student: string, path: string, reason: string): Result {
  const none = { remarks: [], typeErrors: [], earned: 0, possible: 0, items: [] };
  return { student, set: "", path, status: "ungradable", reason, ...none };
}

/** "7 of 13", or why there is no score. */
export function scoreOf({ status, reason, earned, possible }: Result): string {
  return status === "graded" ? `${earned} of ${possible}` : `ungradable: ${reason}`;
}
