import { join } from "node:path";
import type { Check, ProblemSet } from "./judge/check.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { OPEN_SEED, questions, type Stored } from "./judge/stored.ts";
import { type Answer, type Call, encode, type Wire } from "./judge/values.ts";
import { seeded } from "../lib/random.ts";
import { main, UserError } from "../tools/command.ts";
import { ModelKey } from "./class/model.ts";
import { root } from "../tools/paths.ts";

/** The answers of an item at the open seed: the model solution's, and those of each named mistake. */
export async function storedAnswers(check: Check, key: ModelKey): Promise<Stored> {
  const cases = check.cases(seeded(OPEN_SEED));
  const calls = cases.map(({ call }) => call);
  const forward = cases.flatMap(({ gradient }) => gradient ? [gradient.forward] : []);
  const mistaken: Stored["mistaken"] = {};
  for (const name of Object.keys(check.mistakes)) {
    mistaken[name] = byQuestion(calls, await key.mistaken(check, name, calls));
  }
  const asked = [...calls, ...forward];
  const right = byQuestion(asked, await key.right(check, asked));
  if (Object.keys(right).length < asked.length) {
    throw new Error(`The model solution of ${check.id} has no answer`);
  }
  return { right, mistaken };
}

/** Answers by their question; a mistake that throws has none. */
function byQuestion(calls: Call[], answers: Answer[]): Record<string, Wire> {
  return Object.fromEntries(
    questions(calls).flatMap((name, n) => {
      const answer = answers[n];
      return "value" in answer ? [[name, encode(answer.value)]] : [];
    }),
  );
}

/** The stored answers of a set, as the file of its name holds them. */
export async function storedSet(set: ProblemSet): Promise<string> {
  const key = await ModelKey.start(set);
  try {
    const items: Record<string, Stored> = {};
    for (const check of set.checks) items[check.id] = await storedAnswers(check, key);
    return JSON.stringify(items) + "\n";
  } finally {
    await key.close();
  }
}

/** Where the stored answers of a set stand. */
export function storedPath({ id }: ProblemSet): string {
  return join(root, "exercises", "answers", `${id}.json`);
}

if (import.meta.main) {
  await main(async () => {
    const sets = SETS.filter(({ id }) => Deno.args.length === 0 || Deno.args.includes(id));
    if (sets.length === 0) throw new UserError(`Cannot find the set ${Deno.args[0]}`);
    for (const set of sets) {
      await Deno.writeTextFile(storedPath(set), await storedSet(set));
      console.log(`${set.id}: ${set.checks.length} items`);
    }
    return 0;
  });
}
