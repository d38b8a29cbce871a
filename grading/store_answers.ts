import { join } from "node:path";
import type { Check, ProblemSet } from "./judge/check.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { callNames, OPEN_SEED, type StoredAnswers } from "./judge/answer_key.ts";
import { type Answer, type Call, encode, type Wire } from "./judge/values.ts";
import { seeded } from "../lib/random.ts";
import { main, UserError } from "../tools/command.ts";
import { ModelKey } from "./class/model_key.ts";
import { root } from "../tools/paths.ts";

/** Computes the answers of an item at OPEN_SEED: those of the model solution, and those of each named mistake. */
export async function storedAnswers(check: Check, key: ModelKey): Promise<StoredAnswers> {
  const cases = check.cases(seeded(OPEN_SEED));
  const calls = cases.map(({ call }) => call);
  const forward = cases.flatMap(({ gradient }) => gradient ? [gradient.forward] : []);
  const mistaken: StoredAnswers["mistaken"] = {};
  for (const name of Object.keys(check.mistakes)) {
    mistaken[name] = byName(calls, await key.mistaken(check, name, calls));
  }
  const all = [...calls, ...forward];
  const correct = byName(all, await key.correct(check, all));
  if (Object.keys(correct).length < all.length) {
    throw new Error(`Cannot store the answers of ${check.id}: the model solution throws an error`);
  }
  return { correct, mistaken };
}

/** Returns the answers by the name of their call; a mistake that throws has none. */
function byName(calls: Call[], answers: Answer[]): Record<string, Wire> {
  return Object.fromEntries(
    callNames(calls).flatMap((name, n) => {
      const answer = answers[n];
      return "value" in answer ? [[name, encode(answer.value)]] : [];
    }),
  );
}

/** Computes the stored answers of a set, as the text of their file. */
export async function storedSet(set: ProblemSet): Promise<string> {
  const key = await ModelKey.start(set);
  try {
    const items: Record<string, StoredAnswers> = {};
    for (const check of set.checks) items[check.id] = await storedAnswers(check, key);
    return JSON.stringify(items) + "\n";
  } finally {
    await key.close();
  }
}

/** Returns the path of the stored answers of a set. */
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
