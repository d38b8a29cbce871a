/** What a finished command leaves. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Something went wrong that the user can mend; the message says how, in one sentence. */
export class UserError extends Error {}

/** Runs a command to its end and keeps what it prints; a program that isn't there gives code 127. */
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

/** Runs a command with this terminal and gives its exit code; throws a UserError where the program isn't there. */
export async function runCommand(
  command: string[],
  options: Deno.CommandOptions = {},
): Promise<number> {
  const [name, ...args] = command;
  const inherit = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  const child = started(new Deno.Command(name, { ...options, args, ...inherit }), name);
  const end = () => child.kill("SIGTERM"); // who ends this ends what it runs, too
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);
  const { code } = await child.status;
  if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGTERM", end);
  return code;
}

function started(command: Deno.Command, name: string): Deno.ChildProcess {
  try {
    return command.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UserError(`Cannot start ${name}: not found`);
    }
    throw error;
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
