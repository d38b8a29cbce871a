import { UserError } from "../../tools/command.ts";
import { seeded } from "../../lib/random.ts";
import { OPEN_SEED } from "../judge/answer_key.ts";
import { type Check, gradeId, type ProblemSet } from "../judge/check.ts";
import type { Answer, Call } from "../judge/values.ts";
import { ModelKey, withMistake } from "./model_key.ts";

/** The calls of an item at OPEN_SEED, those of forward passes included, and the model solution's answers to them. */
export interface ModelAnswers {
  calls: Call[];
  all: Call[];
  answers: Answer[];
}

/**
 * Starts the answer key of a set for grading. Throws UserError, with the file to change, unless the model solution
 * answers the calls of every item and every named mistake can be made: otherwise each student would be told about it.
 */
export async function checkedKey(set: ProblemSet): Promise<ModelKey> {
  const key = await ModelKey.start(set);
  try {
    for (const check of set.checks) {
      await modelAnswers(check, key, "Cannot grade");
      const { source } = key.cells.find(({ id }) => id === gradeId(check))!;
      for (const name of Object.keys(check.mistakes)) withMistake(source, check, name);
    }
    return key;
  } catch (error) {
    await key.close();
    throw error;
  }
}

/**
 * Asks the model solution for its answers to the calls of an item. `attempt` begins the message of the UserError that is
 * thrown if it fails at one.
 */
export async function modelAnswers(
  check: Check,
  key: ModelKey,
  attempt: string,
): Promise<ModelAnswers> {
  const cases = check.cases(seeded(OPEN_SEED)), calls = cases.map(({ call }) => call);
  const forward = cases.flatMap(({ gradient }) => gradient ? [gradient.forward] : []);
  const all = [...calls, ...forward], answers = await key.correct(check, all);
  for (const [n, answer] of answers.entries()) {
    if ("error" in answer) throw failure(check, attempt, `${all[n].name} ${answer.error}`);
  }
  return { calls, all, answers };
}

/** Returns the error about a model solution that throws: which call, and the files that may have to change. */
function failure({ id }: Check, attempt: string, problem: string): UserError {
  const [set] = id.split(".");
  return new UserError(
    `${attempt} ${id}: the model solution fails, ${problem}; change its cell in exercises/source/${set}/${set}.ipynb, or the inputs of the item in exercises/checks/${set}.ts`,
  );
}
