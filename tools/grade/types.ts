import { join } from "node:path";
import type { Submission } from "../../lib/check/process/submission.ts";
import type { SolutionCell } from "../../lib/check/process/solution.ts";
import { capture } from "../command.ts";
import { placeOf } from "../notebook_cells.ts";
import { passingFolder, root } from "../place.ts";
import { sourceOf } from "./model.ts";

// In a notebook a name may be declared again, and a function may be written later; no student is bothered with either.
const PASSED_BY = /^TS(2451|2393|2300|2440|2323)\b/;
const MOST = 5; // of one student
const LIMITS = ["--data=2000000000", "--cpu=60"]; // a type can be written that takes for ever

/** The type errors of each submission, by one run of `deno check` over all; they void nothing. */
export async function typeErrors(submissions: (Submission | undefined)[]): Promise<string[][]> {
  const found: string[][] = submissions.map(() => []);
  if (!submissions.some(Boolean)) return found;
  const folder = await passingFolder("types");
  try {
    const files = await Promise.all(
      submissions.map((submission, n) => submission && write(folder, n, submission)),
    );
    const paths = files.flatMap((file) => file ? [file.path] : []);
    const args = [
      "check",
      "--quiet",
      "--no-remote",
      "--frozen",
      "--config",
      join(root, "deno.json"),
    ];
    const command = ["prlimit", ...LIMITS, Deno.execPath(), ...args, ...paths];
    const { code, stderr } = await capture(command, { env: { NO_COLOR: "1" } });
    if (code !== 0 && !stderr.includes("[ERROR]")) {
      const why = stderr.trim().split("\n")[0] || "they take too long";
      return found.map(() => [`The types were not checked: ${why}`]);
    }
    for (const { n, line, text } of errorsIn(stderr)) {
      const cells = files[n]?.cells ?? [];
      const { cell, row } = placeOf(cells.map(({ source }) => source), line);
      if (cell > 0 && found[n].length < MOST) {
        found[n].push(`Type error in ${cells[cell].id}, line ${row}: ${text}`);
      }
    }
    return found;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a submission's cells as one module, behind what the set's own notebook imports and declares. */
async function write(folder: string, n: number, { set, cells }: Submission) {
  const given = await givenLines(sourceOf(set));
  const own = cells.map(({ id, source }) => ({ id, source: withoutImports(source) }));
  const all: SolutionCell[] = [{ id: "given", source: given }, ...own];
  const path = join(folder, `${n}.ts`);
  await Deno.writeTextFile(path, all.map(({ source }) => source).join("\n") + "\nexport {};\n");
  return { path, cells: all };
}

/** The locked code cells of a source notebook that are no checks. */
async function givenLines(path: string): Promise<string> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  // deno-lint-ignore no-explicit-any -- a notebook's JSON
  return cells.flatMap(({ cell_type, metadata: { nbgrader }, source }: any) =>
    cell_type === "code" && nbgrader?.locked && !nbgrader.grade ? [source.join("")] : []
  ).join("\n");
}

/** What a student imports is not followed: the lines stay, so that their numbers do. */
function withoutImports(source: string): string {
  return source.replaceAll(/^\s*(import|export)\b[^;\n]*from\b.*$/gm, "").replaceAll(
    /\bimport\s*\(/g,
    "String(",
  );
}

function errorsIn(report: string): { n: number; line: number; text: string }[] {
  return report.split("\n\n").flatMap((block) => {
    const text = block.match(/^(TS\d+) \[ERROR\](: .*)/m);
    const place = block.match(/at file:\S*\/(\d+)\.ts:(\d+):\d+/);
    if (!text || !place || PASSED_BY.test(text[1])) return [];
    return [{ n: Number(place[1]), line: Number(place[2]), text: text[1] + text[2] }];
  });
}
