import { parse } from "jsonc-parser";
import { join } from "node:path";
import { root } from "./paths.ts";

/** The fields of deno.json that the tools use. */
export interface Config {
  name: string;
  version: string;
  license: string;
  exports: Record<string, string>;
  workspace: string[];
  nodeModulesDir: string;
  allowScripts: { deny: string[] };
  imports: Record<string, string>;
  compilerOptions: Record<string, unknown>;
  tasks: Record<string, unknown>;
}

/** Reads the checkout's deno.json, which is JSON with comments. */
export async function readConfig(): Promise<Config> {
  const text = await Deno.readTextFile(join(root, "deno.json"));
  return parse(text, [], { allowTrailingComma: true });
}
