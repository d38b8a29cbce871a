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
  const inherit = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  const child = startCommand(command, { ...options, ...inherit });
  const end = () => child.kill("SIGTERM"); // whoever stops this program also stops the command
  const wait = () => {}; // Ctrl+C reaches the command, too, which may still have to tidy up
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  Deno.addSignalListener("SIGINT", wait);
  const { code } = await child.status;
  if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGTERM", end);
  Deno.removeSignalListener("SIGINT", wait);
  return code;
}

/**
 * Starts a command in the user's environment, without settings that change what the command does. Throws UserError if
 * the program does not exist or cannot be executed.
 */
export function startCommand(
  [name, ...args]: string[],
  options: Deno.CommandOptions,
): Deno.ChildProcess {
  try {
    const settings = { ...inEnvironment(ownEnvironment, options), args };
    return new Deno.Command(name, settings).spawn();
  } catch (error) {
    throw new UserError(`Cannot start ${name}: ${startProblem(error)}`);
  }
}

/** Reads a stream of text line by line; the last one need not end with a line break. */
export async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest: string[] = []; // joined only at the end of a line, which may come in many parts
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const lines = part.split("\n"), last = lines.pop()!;
    for (const line of lines) {
      yield rest.join("") + line;
      rest = [];
    }
    rest.push(last);
  }
  const line = rest.join("");
  if (line) yield line;
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

/** A request for help; the message is the tool's usage. */
class HelpRequest extends Error {}

/**
 * Parses the flags and the other arguments of a tool, whose usage is "deno task name …". Throws UserError if a flag is
 * unknown or lacks its value, and for --help an error that makes `main` print the usage.
 */
export function parseFlags<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
  usage: string,
) {
  if (args.includes("--help")) throw new HelpRequest(`Usage: ${usage}`);
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(
      `Cannot read the arguments: ${error.message.split(". ")[0]}; usage: ${usage}`,
    );
  }
}

/**
 * Runs a tool and exits with its code; its usage, a UserError, or a disk that is full or read-only is printed as one
 * line.
 */
export async function main(tool: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await tool());
  } catch (error) {
    if (error instanceof HelpRequest) {
      console.log(error.message);
      Deno.exit(0);
    }
    const sentence = error instanceof UserError ? error.message : diskProblem(error);
    if (!sentence) throw error;
    console.error(sentence);
    Deno.exit(1);
  }
}
