import { join } from "node:path";
import type { Check, ProblemSet } from "./judge/check.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { callNames, type StoredAnswers } from "./judge/answer_key.ts";
import { type Answer, type Call, encode, type Wire } from "./judge/values.ts";
import { main, parseFlags } from "../tools/command.ts";
import { modelAnswers } from "./class/model_check.ts";
import { ModelKey } from "./class/model_key.ts";
import { setNamed } from "./class/sets.ts";
import { root } from "../tools/paths.ts";

/** Computes the answers of an item at OPEN_SEED: those of the model solution, and those of each named mistake. */
export async function storedAnswers(check: Check, key: ModelKey): Promise<StoredAnswers> {
  const attempt = "Cannot store the answers of";
  const { calls, all, answers } = await modelAnswers(check, key, attempt);
  const mistaken: StoredAnswers["mistaken"] = {};
  for (const name of Object.keys(check.mistakes)) {
    mistaken[name] = byName(calls, await key.mistaken(check, name, calls));
  }
  return { correct: byName(all, answers), mistaken };
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
    const { positionals } = parseFlags(Deno.args, {}, "deno task exercises [ps1 …]");
    const sets = positionals.length === 0 ? SETS : positionals.map(setNamed);
    for (const set of sets) {
      await Deno.writeTextFile(storedPath(set), await storedSet(set));
      console.log(`${set.id}: ${set.checks.length} items`);
    }
    return 0;
  });
}
