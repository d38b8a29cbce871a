import { captureOutput } from "../../../tools/command.ts";
import { root } from "../../../tools/paths.ts";

/** Waits; workers need an idle moment of the main thread to start. */
export const pause = (milliseconds: number) =>
  new Promise<void>((done) => setTimeout(done, milliseconds));

/** Runs a program in a process of its own, with the import map of the checkout; returns what it prints, or its errors. */
export async function runProgram(code: string, ...flags: string[]): Promise<string> {
  const command = [Deno.execPath(), "eval", "--no-check", ...flags, code];
  const { stdout, stderr } = await captureOutput(command, { cwd: root });
  return stdout.trim() || stderr;
}
