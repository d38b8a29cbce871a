import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { jupyterEnv, root, venvProgram } from "../../tools/paths.ts";

/** A message that a kernel publishes while it runs a cell. */
export type Message = [type: string, content: Record<string, string>];

/** Runs cells in the kernel of the Deno that runs the tests, which may be newer than the tested one. */
export async function runCells(...cells: string[]): Promise<Message[][]> {
  const tool = [venvProgram("python"), join(root, "tests", "kernel", "cells.py"), Deno.execPath()];
  const { code, stdout, stderr } = await captureOutput([...tool, ...cells], { env: jupyterEnv });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
