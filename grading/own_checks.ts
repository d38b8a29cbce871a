import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../tools/command.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { OPEN_SEED, storedKey } from "./judge/answer_key.ts";
import { type Check, gradeId } from "./judge/check.ts";
import { examine, type Finding } from "./judge/examine.ts";
import { trusted } from "./process/child.ts";
import { notebooksBelow, readNotebook } from "./process/files.ts";
import { compileCells } from "./process/script.ts";
import { Solution } from "./process/solution.ts";
import { withNextStep } from "./process/next_step.ts";
import { readSubmission, type Submission, Ungradable } from "./process/submission.ts";

/** Examines one item of a notebook as the student's own check does. */
export async function examineItem(check: Check, { set, cells }: Submission): Promise<Finding> {
  const solution = new Solution(compileCells(cells), trusted);
  try {
    const found = await examine(check, solution.invoke, await storedKey(set), OPEN_SEED);
    const id = gradeId(check), problem = solution.problems.get(id);
    return problem && found.earned === 0 ? { ...found, message: `Cell ${id} ${problem}` } : found;
  } finally {
    await solution.close();
  }
}

/**
 * Returns the notebooks at the paths that have a problem set. A path may also be the id of a set, which stands for its
 * notebooks below the current folder. Throws UserError if there is none, or if one that is named itself has no set.
 */
export async function submissionsAt(
  paths: string[],
): Promise<[path: string, submission: Submission][]> {
  const found: [string, Submission][] = [];
  for (const given of paths) {
    for (const path of await notebooksAt(given)) {
      try {
        found.push([path, readSubmission(await readNotebook(path), SETS)]);
      } catch (error) {
        if (!(error instanceof Ungradable)) throw error;
        if (path === given) throw new UserError(`${path}: ${withNextStep(error.message)}`);
      }
    }
  }
  if (found.length > 0) return found;
  throw new UserError(withNextStep(`Cannot find a problem set in ${paths.join(", ")}`));
}

/** Returns the path of a notebook, or of those in a folder, or of those of a set. Throws UserError if there is nothing. */
async function notebooksAt(given: string): Promise<string[]> {
  if (existsSync(given)) {
    if (!Deno.statSync(given).isDirectory) return [given];
    return (await notebooksBelow(given)).map((path) => join(given, path));
  }
  if (SETS.some(({ id }) => id === given)) {
    const name = `${given}.ipynb`;
    const found = (await notebooksBelow(".")).filter((path) => basename(path) === name);
    if (found.length > 0) return found;
  }
  throw new UserError(withNextStep(`Cannot find ${given}: there is no such file or folder`));
}
