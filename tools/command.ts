import { parseArgs, type ParseArgsConfig } from "node:util";

/** Result of a finished command. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** An error that the user can correct; the message says how, in one sentence. */
export class UserError extends Error {}

/** Runs a command to its end and returns what it prints; the code is 127 if the program does not exist. */
export async function captureOutput(
  command: string[],
  options: Deno.CommandOptions = {},
): Promise<CommandResult> {
  const [name, ...args] = command;
  try {
    const { code, stdout, stderr } = await new Deno.Command(name, { ...options, args }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { code: 127, stdout: "", stderr: `${name} not found` };
    }
    throw error;
  }
}

/** Runs a command in this terminal and returns its exit code. Throws UserError if the program does not exist. */
export async function runCommand(
  command: string[],
  options: Deno.CommandOptions = {},
): Promise<number> {
  const [name, ...args] = command;
  const inherit = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  const child = spawn(new Deno.Command(name, { ...options, args, ...inherit }), name);
  const end = () => child.kill("SIGTERM"); // whoever stops this program also stops the command
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  const { code } = await child.status;
  if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGTERM", end);
  return code;
}

function spawn(command: Deno.Command, name: string): Deno.ChildProcess {
  try {
    return command.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UserError(`Cannot start ${name}: not found`);
    }
    throw error;
  }
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

/** Runs a tool and exits with its code; a UserError is printed as one line. */
export async function main(tool: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await tool());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
