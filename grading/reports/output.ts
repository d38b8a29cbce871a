import { join, relative, sep } from "node:path";
import { UserError } from "../../tools/command.ts";

const LOCK = ".lock"; // held by a grading until it ends
const ROOM = 1 << 20; // bytes that must be free

/**
 * Creates the folder for the reports, and locks it for this process. Throws UserError if it and the folder of the
 * submissions lie in each other, because submitted files could then pass for reports, if nothing can be written to it,
 * or if another grading is writing there.
 */
export async function requireOutput(out: string, submissions: string): Promise<void> {
  const refuse = (reason: string) => {
    const other = "choose another folder with --out";
    throw new UserError(`Cannot write the reports to ${out}: ${reason}; ${other}`);
  };
  if (isWithin(out, submissions)) refuse("it is in the folder of the submissions");
  if (isWithin(submissions, out)) refuse("the folder of the submissions is in it");
  try {
    await Deno.mkdir(out, { recursive: true });
    const probe = await Deno.makeTempFile({ dir: out, prefix: "." });
    await Deno.writeFile(probe, new Uint8Array(ROOM));
    await Deno.remove(probe);
  } catch (error) {
    refuse((error as Error).message.split(" (os error")[0]);
  }
  const [real, work] = await Promise.all([out, submissions].map((path) => Deno.realPath(path)));
  if (isWithin(real, work) || isWithin(work, real)) {
    refuse("it is a link to a folder with the submissions");
  }
  const lock = await Deno.open(join(out, LOCK), { create: true, write: true });
  if (!await lock.tryLock(true)) refuse("another grading is writing there");
}

function isWithin(path: string, folder: string): boolean {
  const [first] = relative(folder, path).split(sep);
  return first !== "..";
}
