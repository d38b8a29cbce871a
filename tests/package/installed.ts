import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { readConfig } from "../../tools/config.ts";
import { makePackage } from "../../tools/package.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

/** A folder of a developer who has installed the package from its tarball. */
export class Installed {
  private constructor(readonly folder: string) {}

  /** Makes and packs the package, and installs it by npm in a new folder; the caller removes that. */
  static async make(): Promise<Installed> {
    const installed = new Installed(await scratch());
    await installed.write("package.json", '{ "private": true, "type": "module" }');
    await installed.npm(await makePackage());
    return installed;
  }

  /** Installs packages: from npm's cache where it has them. */
  async npm(...packages: string[]): Promise<void> {
    await this.run("npm", "install", "--silent", "--prefer-offline", "--no-audit", ...packages);
  }

  /** Runs a program in the folder, and gives what it prints; throws Error where it fails. */
  async run(...command: string[]): Promise<string> {
    const { code, stdout, stderr } = await captureOutput(command, { cwd: this.folder });
    if (code !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Runs an installed program. */
  tool(name: string, ...args: string[]): Promise<string> {
    return this.run(join(this.folder, "node_modules", ".bin", name), ...args);
  }

  /** Compiles a file by strict TypeScript, the package's declarations checked with it; gives what is wrong. */
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

  /** The names of the packages that are there, npm's own notes aside. */
  packages(): string[] {
    const names = [...Deno.readDirSync(join(this.folder, "node_modules"))].map(({ name }) => name);
    return names.filter((name) => !name.startsWith(".")).sort();
  }

  remove(): Promise<void> {
    return Deno.remove(this.folder, { recursive: true });
  }
}

/** "name@version" of a package of deno.json. */
export async function pinned(name: string): Promise<string> {
  const { imports } = await readConfig();
  const found = Object.values(imports).find((place) => place.match(`^npm:/?${name}@`));
  if (!found) throw new Error(`Cannot find ${name} in deno.json`);
  return found.replace(/^npm:\/?/, "").replace(/\/$/, "");
}

/** What `deno publish` says, without publishing. */
export function dryRun() {
  const env = { NO_COLOR: "1" };
  const args = ["publish", "--dry-run", "--allow-dirty"];
  return captureOutput([Deno.execPath(), ...args], { cwd: root, env });
}
