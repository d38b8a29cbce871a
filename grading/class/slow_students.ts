import { type Result, ungradable } from "./result.ts";
import type { SubmittedFile } from "./submitted_files.ts";

const SLOW = 2; // notebooks of one student
const TOO_SLOW =
  `Cannot grade it: ${SLOW} other notebooks of this student took much longer than usual`;

/** The number of slow notebooks by student, so that many of them do not delay the class. */
export class SlowStudents {
  readonly #counts = new Map<string, number>();

  /** Returns the result of a notebook that is not even read: its file has a problem, or too many others were slow. */
  refusal({ student, path, problem }: SubmittedFile): Result | undefined {
    if (problem) return ungradable(student, path, `Cannot read it: ${problem}`);
    if (this.#of(student) >= SLOW) return ungradable(student, path, TOO_SLOW);
  }

  /** Returns whether a notebook of the student was slow. */
  has(student: string): boolean {
    return this.#of(student) > 0;
  }

  add(student: string): void {
    this.#counts.set(student, this.#of(student) + 1);
  }

  #of(student: string): number {
    return this.#counts.get(student) ?? 0;
  }
}
