import { join, relative, sep } from "node:path";
import { UserError } from "../../tools/command.ts";

const PROBE = ".unrolled-probe";
const ROOM = 1 << 20; // bytes that must be free

/**
 * Creates the folder for the reports. Throws UserError if it is inside the folder of the submissions, where submitted
 * files could pass for reports, or if nothing can be written to it.
 */
export async function requireOutput(out: string, submissions: string): Promise<void> {
  const refuse = (reason: string) => {
    const other = "choose another folder with --out";
    throw new UserError(`Cannot write the reports to ${out}: ${reason}; ${other}`);
  };
  if (isWithin(out, submissions)) refuse("it is in the folder of the submissions");
  try {
    await Deno.mkdir(out, { recursive: true });
    await Deno.writeFile(join(out, PROBE), new Uint8Array(ROOM));
    await Deno.remove(join(out, PROBE));
  } catch (error) {
    refuse((error as Error).message.split(" (os error")[0]);
  }
  const [real, work] = await Promise.all([out, submissions].map((path) => Deno.realPath(path)));
  if (isWithin(real, work)) refuse("it is a link to the folder of the submissions");
}

function isWithin(path: string, folder: string): boolean {
  const [first] = relative(folder, path).split(sep);
  return first !== "..";
}
