import type { ProblemSet } from "./check.ts";
import type { Key } from "./key.ts";
import { storedKey } from "./stored.ts";

/** The stored answers of a set; throws RangeError where none are there. */
export async function keyOf({ id }: ProblemSet): Promise<Key> {
  const url = new URL(`../../exercises/answers/${id}.json`, import.meta.url);
  try {
    return storedKey(JSON.parse(await Deno.readTextFile(url)));
  } catch {
    throw new RangeError(`Cannot find the stored answers of ${id}: run deno task exercises`);
  }
}
