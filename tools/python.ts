import { captureOutput, UserError } from "./command.ts";

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];
const PROBE = 'import sys; print("%d.%d" % sys.version_info[:2])';

/** The command of a Python of 3.11 or newer; throws a UserError where there is none, or only an older one. */
export async function findPython(names: string[][] = commands()): Promise<string[]> {
  let older = "";
  for (const name of names) {
    const { code, stdout } = await captureOutput([...name, "-c", PROBE]);
    const version = stdout.trim();
    if (code !== 0 || !/^\d+\.\d+$/.test(version)) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major > 3 || (major === 3 && minor >= 11)) return name;
    older = version;
  }
  if (older) {
    throw new UserError(`Cannot use Python ${older}: install Python 3.11 or newer and start again`);
  }
  throw new UserError("Cannot find Python: install Python 3.11 or newer and start again");
}

function commands(): string[][] {
  const plain = NAMES.map((name) => [name]);
  return Deno.build.os === "windows" ? [["py", "-3"], ...plain] : plain;
}
