import { join } from "node:path";
import type { Result } from "../result.ts";
import { classPage, studentPage } from "./html.ts";
import { classroomOf, gradescopeOf } from "./services.ts";
import { csvOf, junitOf } from "./tables.ts";

/** Writes every report of a class to a folder: the same results give the same bytes. */
export async function writeReports(folder: string, results: Result[]): Promise<void> {
  const names = fileNames(results);
  const json = (value: unknown) => JSON.stringify(value, null, 2) + "\n";
  const put = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
  for (const part of ["students", "gradescope", "classroom"]) {
    await Deno.mkdir(join(folder, part), { recursive: true });
  }
  await put("scores.csv", csvOf(results));
  await put("junit.xml", junitOf(results));
  await put("class.html", classPage(results, (result) => `students/${names.get(result)}.html`));
  for (const result of results) {
    const name = names.get(result);
    await put(join("students", `${name}.html`), studentPage(result));
    await put(join("gradescope", `${name}.json`), json(gradescopeOf(result)));
    await put(join("classroom", `${name}.json`), json(classroomOf(result)));
  }
  await put("results.json", json(results)); // last: with it, the grading is complete
}

/** The results of an earlier grading into the same folder. */
export async function readResults(folder: string): Promise<Result[] | undefined> {
  const text = await Deno.readTextFile(join(folder, "results.json")).catch(() => undefined);
  return text && JSON.parse(text);
}

/** A file name for each result: no student's name leads out of the folder or onto another's. */
function fileNames(results: Result[]): Map<Result, string> {
  const taken = new Map<string, number>();
  return new Map(results.map((result) => {
    const plain = `${result.student}_${result.set || "unknown"}`.replaceAll(
      /[^\p{L}\p{N}_-]/gu,
      "_",
    );
    const count = (taken.get(plain.toLowerCase()) ?? 0) + 1;
    taken.set(plain.toLowerCase(), count);
    return [result, count === 1 ? plain : `${plain}-${count}`];
  }));
}
