import { join } from "node:path";
import { sha256 } from "../../tools/files.ts";
import type { Fence } from "../class/fence.ts";
import type { Result } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";
import { classPage, studentPage } from "./html.ts";
import { classroomOf, gradescopeOf } from "./services.ts";
import { csvOf } from "./csv.ts";
import { junitOf } from "./junit.ts";

const PARTS = ["students", "gradescope", "classroom"];
const LENGTH = 50; // characters of a file name, of at most four bytes each
const DIGITS = 8; // of a hash

/** A grading, as it is stored for the next one. */
export interface Grading {
  /** Its number, the time in milliseconds, on which every student's inputs depend. */
  grading: number;
  /** The fence that confined the solutions, in addition to Deno's permissions. */
  fence: Fence;
  results: Result[];
  others: OtherFile[];
}

/**
 * Writes all reports of a class to a folder, piece by piece, and replaces those of an earlier grading. The same results
 * give the same bytes.
 */
export async function writeReports(folder: string, grading: Grading): Promise<void> {
  const { results, others } = grading;
  const put = (name: string, pieces: Iterable<string>) =>
    Deno.writeTextFile(join(folder, name), ReadableStream.from(pieces));
  const earlier = await exists(join(folder, "results.json"));
  for (const part of PARTS) {
    if (earlier) await Deno.remove(join(folder, part), { recursive: true }).catch(() => {});
    await Deno.mkdir(join(folder, part), { recursive: true });
  }
  const names = new Map<Result, string>();
  for (const result of results) names.set(result, await fileName(result));
  await put("scores.csv", csvOf(results, others));
  await put("junit.xml", junitOf(results));
  await put("class.html", [classPage(results, others, (result) => names.get(result)!)]);
  for (const [result, name] of names) {
    await put(join("students", `${name}.html`), [studentPage(result)]);
    await put(join("gradescope", `${name}.json`), [json(gradescopeOf(result))]);
    await put(join("classroom", `${name}.json`), [json(classroomOf(result))]);
  }
  await put("results.json", jsonOf(grading)); // last: with it, the grading is complete
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
  const whole = Number.isSafeInteger(grading) && grading > 0 && Array.isArray(results) &&
    results.every((result) => typeof result?.student === "string");
  if (!whole) throw new SyntaxError("it has no results");
  return { grading, fence, results, others };
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}

/**
 * Returns the base name of a result's files, in which the student's name cannot lead out of the folder. It depends only
 * on this result. Where another student's name could give the same base name, for example in another case, a hash
 * distinguishes them.
 */
async function fileName({ student, set, path }: Result): Promise<string> {
  const letters = student.replaceAll(/[^\p{L}\p{N}_-]/gu, "_");
  const plain = `${[...letters].slice(0, LENGTH).join("")}_${set || "unknown"}`;
  if (set && /^[a-z0-9_-]+$/.test(student) && student.length <= LENGTH) return plain;
  const hash = await sha256(new TextEncoder().encode(JSON.stringify([student, path])));
  return `${plain}-${hash.slice(0, DIGITS)}`;
}
