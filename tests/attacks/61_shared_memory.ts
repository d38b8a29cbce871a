import { expect } from "@std/expect";
import type { Attack, Work } from "./attack.ts";

const SOURCE = `
const { DatabaseSync } = (process as any).getBuiltinModule("node:sqlite"), kept: any[] = [];
const settings = "temp_store_directory='/dev/shm' temp_store=1 temp.cache_size=2 temp.journal_mode=off temp.synchronous=off";
const PRAGMAS = settings.split(" ").map((setting) => "pragma " + setting).join(";");
async function reluStep() {
  let problem = "MARK61 nothing";
  try {
    for (const until = Date.now() + 2000; Date.now() < until && kept.length < 30;) {
      const db = new DatabaseSync(":memory:");
      kept.push(db);
      db.exec(PRAGMAS + "; create temp table t(x)");
      for (let n = 0; n < 9; n++) db.exec("insert into t values (zeroblob(990000))");
    }
  } catch (error) {
    problem = "MARK61 " + error;
  }
  await new Promise((later) => setTimeout(later, 500));
  throw new Error(problem);
}`;
const work: Work = { cells: { ps1_relu: SOURCE } };
let most = 0; // kilobytes of shared memory that were added

/** Returns the kilobytes of memory that belong to files of no disk. */
async function sharedMemory(): Promise<number> {
  return Number((await Deno.readTextFile("/proc/meminfo")).match(/Shmem: +(\d+)/)![1]);
}

/** Fills the shared memory of the machine, which counts for no process, with temporary files of SQLite. */
export const attack: Attack = {
  students: { mallory: work, nina: work },
  async meanwhile() {
    const before = await sharedMemory();
    const timer = setInterval(async () => {
      most = Math.max(most, await sharedMemory() - before);
    }, 100);
    return () => Promise.resolve(clearInterval(timer));
  },
  afterwards: () => Promise.resolve(expect(most).toBeLessThan(100_000)),
};
