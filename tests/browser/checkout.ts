import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

const FOLDERS = ["lib", "models", "datasets", "data", "notebooks"];
const FILES = [".gitignore", "README.md", "deno.json", "deno.lock"];

/** Makes a repository with the course as it is here, all committed, to be served by JupyterLab; the caller removes it. */
export async function makeCheckout(): Promise<string> {
  const folder = await scratch();
  for (const name of FOLDERS) await copyFolder(join(root, name), join(folder, name));
  for (const name of FILES) await Deno.copyFile(join(root, name), join(folder, name));
  await git(folder, "init", "--quiet");
  await git(folder, "add", "--all");
  const author = ["-c", "user.name=Reader", "-c", "user.email=reader@example.org"];
  await git(folder, ...author, "commit", "--quiet", "--message=Course");
  return folder;
}

/** Returns what `git status` lists: changed files, and new ones that git does not ignore. */
export async function statusOf(folder: string): Promise<string> {
  return await git(folder, "status", "--porcelain");
}

/** Runs git in a folder and returns its output. Throws Error if it fails. */
async function git(folder: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await captureOutput(["git", ...args], { cwd: folder });
  if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}
