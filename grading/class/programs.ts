import { join } from "node:path";
import { captureOutput, lastLine, UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import type { ChildOptions } from "../process/child.ts";
import { confined, type Program } from "./sandbox.ts";

/** The programs of the grader that process students' texts but run none of their code. */
export const PROGRAMS = {
  reader: join(root, "grading", "class", "reader_process.ts"),
  types: join(root, "grading", "class", "types_process.ts"),
};

const FILES = ["deno.json", "deno.lock", "exercises/checks", "grading", "lib"];
const FLAGS = ["--quiet", "--no-check", "--cached-only", "--no-prompt", "--no-code-cache"];

/** Returns the options of a child process that runs one of these programs with these permissions and arguments. */
export function programOptions(
  name: keyof typeof PROGRAMS,
  limits: Pick<Program, "seconds" | "longest" | "bytes" | "parts">,
  may: string[] = [],
  args: string[] = [],
): Promise<ChildOptions> {
  const config = `--config=${join(root, "deno.json")}`;
  return confined({
    command: [Deno.execPath(), "run", ...FLAGS, ...may, config, PROGRAMS[name], ...args],
    readable: FILES.map((path) => join(root, path)),
    packages: true,
    ...limits,
  });
}

/** Fetches the packages of these programs unless they are in the cache. Throws UserError if that fails. */
export async function fetchPrograms(): Promise<void> {
  const command = [Deno.execPath(), "cache", "--quiet", ...Object.values(PROGRAMS)];
  const { code, stderr } = await captureOutput(command, { cwd: root, env: { NO_COLOR: "1" } });
  if (code === 0) return;
  throw new UserError(`Cannot fetch the grader's packages: ${lastLine(stderr)}; check the network`);
}
