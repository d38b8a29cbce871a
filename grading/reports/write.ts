import { join } from "node:path";
import type { Result } from "../class/result.ts";
import { classPage, studentPage } from "./html.ts";
import { classroomOf, gradescopeOf } from "./services.ts";
import { csvOf } from "./csv.ts";
import { junitOf } from "./junit.ts";

const PARTS = ["students", "gradescope", "classroom"];
const MAX_LENGTH = 50; // characters of a file name, of at most four bytes each

/** A grading, as it is stored for the next one. */
export interface Grading {
  seed: number;
  results: Result[];
}

/** Writes all reports of a class to a folder and replaces those of an earlier grading. Same results, same bytes. */
export async function writeReports(folder: string, { seed, results }: Grading): Promise<void> {
  const names = fileNames(results);
  const json = (value: unknown) => JSON.stringify(value, null, 2) + "\n";
  const put = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
  const earlier = await exists(join(folder, "results.json"));
  for (const part of PARTS) {
    if (earlier) await Deno.remove(join(folder, part), { recursive: true }).catch(() => {});
    await Deno.mkdir(join(folder, part), { recursive: true });
  }
  await put("scores.csv", csvOf(results));
  await put("junit.xml", junitOf(results));
  await put("class.html", classPage(results, (result) => names.get(result)!));
  for (const result of results) {
    const name = names.get(result);
    await put(join("students", `${name}.html`), studentPage(result));
    await put(join("gradescope", `${name}.json`), json(gradescopeOf(result)));
    await put(join("classroom", `${name}.json`), json(classroomOf(result)));
  }
  await put("results.json", json({ seed, results })); // last: with it, the grading is complete
}

/** Reads the earlier grading in a folder, if there is one. Throws SyntaxError if it cannot be read. */
export async function readGrading(folder: string): Promise<Grading | undefined> {
  const path = join(folder, "results.json");
  if (!await exists(path)) return;
  const { seed, results } = JSON.parse(await Deno.readTextFile(path)) ?? {};
  const whole = Number.isSafeInteger(seed) && Array.isArray(results) &&
    results.every((result) => typeof result?.student === "string");
  if (!whole) throw new SyntaxError("it has no results");
  return { seed, results };
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}

/** Returns a unique file name for each result, in which a student's name cannot lead out of the folder. */
function fileNames(results: Result[]): Map<Result, string> {
  const taken = new Map<string, number>();
  return new Map(results.map((result) => {
    const letters = result.student.replaceAll(/[^\p{L}\p{N}_-]/gu, "_");
    const plain = `${[...letters].slice(0, MAX_LENGTH).join("")}_${result.set || "unknown"}`;
    const count = (taken.get(plain.toLowerCase()) ?? 0) + 1;
    taken.set(plain.toLowerCase(), count);
    return [result, count === 1 ? plain : `${plain}-${count}`];
  }));
}
