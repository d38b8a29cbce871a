import type { Result } from "../class/result.ts";
import { GRADEBOOKS } from "../reports/write.ts";
import { canvasFile, type CanvasGradebook, readCanvas } from "./canvas.ts";
import { moodleFile, type MoodleGradebook, readMoodle } from "./moodle.ts";
import { scoredStudents } from "./people.ts";

/** Files that learning management systems exported. */
export interface Gradebooks {
  canvas?: CanvasGradebook;
  moodle?: MoodleGradebook;
}

/** A file for a learning management system. */
export interface GradebookFile {
  name: string;
  lines: string[];
  /** Notes for the teacher, and the students whom it lacks; a line for each. */
  remarks: string[];
}

/** Reads the exports that were named. Throws UserError if one of them cannot be used. */
export async function readGradebooks(
  { canvas, moodle }: { canvas?: string; moodle?: string },
): Promise<Gradebooks> {
  return {
    canvas: canvas === undefined ? undefined : await readCanvas(canvas),
    moodle: moodle === undefined ? undefined : await readMoodle(moodle),
  };
}

/** Returns the files for Canvas and Moodle. One in which no student could be found has no lines. */
export function gradebookFiles(results: Result[], { canvas, moodle }: Gradebooks): GradebookFile[] {
  const students = scoredStudents(results);
  const files = [
    canvasFile(students, canvas),
    { remarks: [], ...moodleFile(students, moodle) },
  ];
  return files.map(({ lines, missing, remarks }, n) => {
    const name = GRADEBOOKS[n];
    const lacks = missing.map(({ student, reason }) => `${name} lacks ${student}: ${reason}`);
    return { name, lines, remarks: [...remarks.map((text) => `${name}: ${text}`), ...lacks] };
  });
}
