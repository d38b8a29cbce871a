import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { readConfig } from "../../tools/config.ts";
import { makePackage } from "../../tools/package.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

/** A folder in which the package is installed from its tarball. */
export class Installed {
  private constructor(readonly folder: string) {}

  /** Builds the package and installs it with npm in a new folder, which the caller removes. */
  static async make(): Promise<Installed> {
    const installed = new Installed(await scratch());
    await installed.write("package.json", '{ "private": true, "type": "module" }');
    await installed.npm(await makePackage());
    return installed;
  }

  /** Installs packages, from npm's cache if possible. */
  async npm(...packages: string[]): Promise<void> {
    await this.run("npm", "install", "--silent", "--prefer-offline", "--no-audit", ...packages);
  }

  /** Runs a program in the folder and returns its output; throws Error if it fails. */
  async run(...command: string[]): Promise<string> {
    const { code, stdout, stderr } = await captureOutput(command, { cwd: this.folder });
    if (code !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Runs an installed program. */
  tool(name: string, ...args: string[]): Promise<string> {
    return this.run(join(this.folder, "node_modules", ".bin", name), ...args);
  }

  /** Type-checks a file and the package's declarations with strict TypeScript; returns the errors. */
  async compile(name: string, from: string): Promise<string> {
    await this.npm(await pinned("typescript"));
    await Deno.copyFile(from, join(this.folder, name));
    const compilerOptions = {
      ...{ strict: true, skipLibCheck: false, types: [] },
      ...{ target: "es2022", lib: ["es2022", "dom"], module: "nodenext" },
    };
    await this.write("tsconfig.json", JSON.stringify({ compilerOptions, files: [name] }));
    const tsc = join(this.folder, "node_modules", ".bin", "tsc");
    return (await captureOutput([tsc], { cwd: this.folder })).stdout;
  }

  async write(path: string, text: string): Promise<void> {
    await Deno.writeTextFile(join(this.folder, path), text);
  }

  /** Returns the names of the installed packages. */
  packages(): string[] {
    const names = [...Deno.readDirSync(join(this.folder, "node_modules"))].map(({ name }) => name);
    return names.filter((name) => !name.startsWith(".")).sort();
  }

  remove(): Promise<void> {
    return Deno.remove(this.folder, { recursive: true });
  }
}

/** Returns "name@version" of a package in deno.json. */
export async function pinned(name: string): Promise<string> {
  const { imports } = await readConfig();
  const found = Object.values(imports).find((place) => place.match(`^npm:/?${name}@`));
  if (!found) throw new Error(`Cannot find ${name} in deno.json`);
  return found.replace(/^npm:\/?/, "").replace(/\/$/, "");
}

/** Runs `deno publish` without publishing. */
export function dryRun() {
  const env = { NO_COLOR: "1" };
  const args = ["publish", "--dry-run", "--allow-dirty"];
  return captureOutput([Deno.execPath(), ...args], { cwd: root, env });
}
