import { join } from "node:path";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";

/** Weights of captioners that the tests compare with their recorded results, and that no notebook loads. */
const TESTED_ONLY = ["Chen", "Donahue", "Karpathy", "Mao", "lecture-frozen"].map((row) =>
  `${row}.bin`
);

/** Copies the data that notebooks load: without weights that only tests use, and without files that `leavesOut` names. */
export async function copyData(to: string, leavesOut: (name: string) => boolean): Promise<void> {
  const isLoaded = (name: string) => !TESTED_ONLY.includes(name) && !leavesOut(name);
  await copyFolder(join(root, "data"), to, isLoaded);
}
