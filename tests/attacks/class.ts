import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { notebookOf, stubbed } from "../grading/student_work.ts";
import type { Attack, Work } from "./attack.ts";

/** The honest students: one is graded before the attacker, and one after. */
export const HONEST = ["abel", "zoe"];

/** The type error in abel's work, which the teacher must see whatever the others submit. */
export const TYPE_ERROR = "const honest: string = 1;";

/** Writes the notebooks of the honest students: each has all solutions, and abel's has a type error too. */
export async function honestWork(folder: string, set: ProblemSet): Promise<void> {
  const [first, ...rest] = await modelCells(set);
  const wrong = { ...first, source: `${first.source}\n${TYPE_ERROR}` };
  await put(join(folder, "abel", `${set.id}.ipynb`), await notebookOf(set, [wrong, ...rest]));
  await put(join(folder, "zoe", `${set.id}.ipynb`), await notebookOf(set, [first, ...rest]));
}

/** Writes the attacker's submission. */
export async function attackersWork(attack: Attack, folder: string, port: number): Promise<void> {
  if (attack.folder) return await attack.folder(folder);
  const students = attack.students ?? { [attack.student ?? "mallory"]: attack };
  for (const [name, work] of Object.entries(students)) {
    await submit(work, join(folder, name), attack.set ?? ps1, port);
  }
}

/** Writes one student's notebook, and the files beside it. */
export async function submit(
  work: Work,
  folder: string,
  set: ProblemSet,
  port = 0,
): Promise<void> {
  const withPort = (source?: string) => source?.replaceAll("PORT", String(port));
  await put(join(folder, `${set.id}.ipynb`), await notebookWith(work, set, withPort));
  for (const [name, text] of Object.entries(work.files ?? {})) await put(join(folder, name), text);
}

/** Returns a notebook of stubs with an attacker's cells and changes. */
export async function notebookWith(
  { cells = {}, notebook: change }: Work,
  set = ps1,
  finished = (source?: string) => source,
): Promise<string> {
  const all = (await modelCells(set)).map((cell) => ({
    id: cell.id,
    source: finished(cells[cell.id]) ?? stubbed(cell).source,
  }));
  const notebook = JSON.parse(await notebookOf(set, all));
  change?.(notebook);
  return JSON.stringify(notebook);
}

/** Writes a file, and the folders above it. */
export async function put(path: string, content: string | Uint8Array): Promise<void> {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await Deno.writeFile(path, bytes);
}
