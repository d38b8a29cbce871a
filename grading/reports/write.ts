import { join } from "node:path";
import { withOthers } from "../class/result.ts";
import { classPage } from "./class_page.ts";
import type { Grading } from "./grading.ts";
import { studentPage } from "./student_page.ts";
import { classroomOf, gradescopeOf } from "./services.ts";
import { csvOf } from "./csv.ts";
import { junitOf } from "./junit.ts";

const PARTS = { students: "html", gradescope: "json", classroom: "json" }; // folders, with the extension of their files
/** The files for Canvas and Moodle, of which a grading may write some. */
export const GRADEBOOKS = ["canvas.csv", "moodle.csv"];

/**
 * Writes all reports of a class to a folder, piece by piece, and replaces those of an earlier grading. The same results
 * give the same bytes.
 */
export async function writeReports(
  folder: string,
  grading: Grading,
  gradebooks: { name: string; lines: string[] }[] = [],
): Promise<void> {
  const { results, others } = grading;
  const put = (name: string, pieces: Iterable<string>) =>
    Deno.writeTextFile(join(folder, name), ReadableStream.from(pieces));
  await removeEarlier(folder);
  for (const part of Object.keys(PARTS)) await Deno.mkdir(join(folder, part), { recursive: true });
  await put("scores.csv", csvOf(results, others));
  await put("junit.xml", junitOf(results));
  for (const { name, lines } of gradebooks) if (lines.length > 0) await put(name, lines);
  await put("class.html", [classPage(grading)]);
  for (const result of withOthers(results, others).all) {
    const { file } = result;
    await put(join("students", `${file}.html`), [studentPage(result)]);
    await put(join("gradescope", `${file}.json`), [json(gradescopeOf(result))]);
    await put(join("classroom", `${file}.json`), [json(classroomOf(result))]);
  }
  await put("results.json", jsonOf(grading)); // last: with it, the grading is complete
}

/** Removes the files of an earlier grading, and no others. */
async function removeEarlier(folder: string): Promise<void> {
  const before = await readGrading(folder).catch(() => {});
  for (const { file } of before ? withOthers(before.results, before.others).all : []) {
    if (!/^[\p{L}\p{N}_-]+$/u.test(file)) continue;
    for (const [part, extension] of Object.entries(PARTS)) {
      await Deno.remove(join(folder, part, `${file}.${extension}`)).catch(() => {});
    }
  }
  if (!before) return;
  for (const name of GRADEBOOKS) await Deno.remove(join(folder, name)).catch(() => {});
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}

/** Yields a grading as JSON, one result at a time. */
function* jsonOf({ results, ...rest }: Grading): Generator<string> {
  yield json(rest).slice(0, -"\n}\n".length) + ',\n  "results": [';
  for (const [n, result] of results.entries()) {
    yield `${n > 0 ? "," : ""}\n${json(result).trimEnd()}`;
  }
  yield "\n  ]\n}\n";
}

/** Reads the earlier grading in a folder, if there is one. Throws SyntaxError if it cannot be read. */
export async function readGrading(folder: string): Promise<Grading | undefined> {
  const path = join(folder, "results.json");
  if (!await exists(path)) return;
  const { grading, fence, results, others } = JSON.parse(await Deno.readTextFile(path)) ?? {};
  const haveStudents = [results, others].every((list) =>
    Array.isArray(list) && list.every((entry) => typeof entry?.student === "string")
  );
  const whole = Number.isSafeInteger(grading) && grading > 0 && haveStudents;
  if (!whole) throw new SyntaxError("it has no results");
  return { grading, fence, results, others };
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}
