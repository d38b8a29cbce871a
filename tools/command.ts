import { parseArgs, type ParseArgsConfig } from "node:util";
import { ownEnvironment, plainEnvironment } from "../lib/notebook/environment.ts";
import { diskProblem } from "./problems.ts";

/** Result of a finished command. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** An error that the user can correct; the message says how, in one sentence. */
export class UserError extends Error {}

const MISSING = "not found";

/**
 * Runs a command to completion, in an environment without settings that change its output, and returns its output; the
 * exit code is 127 if the program does not exist, and 126 if it cannot be executed.
 */
export async function captureOutput(
  command: string[],
  options: Deno.CommandOptions = {},
): Promise<CommandResult> {
  const [name, ...args] = command;
  try {
    const settings = { ...inEnvironment(plainEnvironment, options), args };
    const { code, stdout, stderr } = await new Deno.Command(name, settings).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    const why = startProblem(error);
    return { code: why === MISSING ? 127 : 126, stdout: "", stderr: `${name} ${why}` };
  }
}

/** Returns options with the course's own environment and the variables in them, unless they replace the environment. */
function inEnvironment(make: () => Record<string, string>, options: Deno.CommandOptions) {
  if (options.clearEnv) return options;
  return { ...options, clearEnv: true, env: { ...make(), ...options.env } };
}

/**
 * Runs a command in this terminal and returns its exit code. The environment is the user's, without settings that change
 * what the command does. Throws UserError if the program does not exist or cannot be executed.
 */
export async function runCommand(
  command: string[],
  options: Deno.CommandOptions = {},
): Promise<number> {
  const [name, ...args] = command;
  const inherit = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  const settings = { ...inEnvironment(ownEnvironment, options), args, ...inherit };
  const child = spawn(new Deno.Command(name, settings), name);
  const end = () => child.kill("SIGTERM"); // whoever stops this program also stops the command
  const wait = () => {}; // Ctrl+C reaches the command, too, which may still have to tidy up
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  Deno.addSignalListener("SIGINT", wait);
  const { code } = await child.status;
  if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGTERM", end);
  Deno.removeSignalListener("SIGINT", wait);
  return code;
}

function spawn(command: Deno.Command, name: string): Deno.ChildProcess {
  try {
    return command.spawn();
  } catch (error) {
    throw new UserError(`Cannot start ${name}: ${startProblem(error)}`);
  }
}

/** Returns why a program cannot be started: it is missing, not executable, or made for another kind of machine. */
function startProblem(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return MISSING;
  if (error instanceof Error && error.message.includes("Failed to spawn")) {
    return "cannot be executed";
  }
  throw error;
}

/** Returns the last line of a program's output, which usually says what went wrong. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** Parses the flags and the other arguments of a tool. Throws UserError if a flag is unknown or lacks its value. */
export function parseFlags<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(`Cannot read the arguments: ${error.message.split(". ")[0]}`);
  }
}

/** Runs a tool and exits with its code; a UserError, or a disk that is full or read-only, is printed as one line. */
export async function main(tool: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await tool());
  } catch (error) {
    const sentence = error instanceof UserError ? error.message : diskProblem(error);
    if (!sentence) throw error;
    console.error(sentence);
    Deno.exit(1);
  }
}
