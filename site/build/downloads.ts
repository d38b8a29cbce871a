import { cp } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { writeBundle } from "../../tools/bundle.ts";
import { captureOutput, UserError } from "../../tools/command.ts";
import { copyFolder } from "../../tools/files.ts";
import { translatedNotebooks } from "../../tools/notebook_paths.ts";
import { root, temporaryFolder, venvProgram } from "../../tools/paths.ts";
import { copyData } from "./data_files.ts";
import { source } from "./folders.ts";

/** The notebooks and the archive, as the site offers them for download. */
export const downloads = join(source, "extra", "downloads");

/** The name of the archive that holds the course for students. */
export const ARCHIVE = "unrolled.zip";

// Folders that the notebooks mention; tests, benchmarks, solutions, and the programs that made the data are left out.
const EXTRA_FOLDERS = ["experiments", "scheduler"];
const EXTRA = { tools: [], tasks: ["experiment"] };

const README = `# Unrolled

\`\`\`
npx -y deno@2.8.1 task lab
\`\`\`

sets everything up in this folder and opens the course in JupyterLab. You need Python 3.11 or newer, and Node 20 or newer
(for \`npx\`) or Deno 2.8 or newer (then run \`deno task lab\`).

The problem sets are in \`exercises\`. To check them in a terminal, run \`npx -y deno@2.8.1 task points exercises\`.
`;

/** Writes the archive from the notebooks and problem sets in the downloads folder, which have no outputs. */
export async function writeArchive(course: string[]): Promise<void> {
  const folder = await temporaryFolder("archive");
  const top = join(folder, "unrolled");
  try {
    await writeBundle(top, EXTRA);
    for (const name of EXTRA_FOLDERS) await copyFolder(join(root, name), join(top, name));
    await copyData(join(top, "data"), (name) => name.startsWith("make_"));
    await Deno.writeTextFile(join(top, "README.md"), README);
    for (const path of [...course, ...translatedNotebooks()]) {
      await cp(join(downloads, basename(path)), join(top, relative(root, path)));
    }
    const glossary = join("notebooks", "GLOSSARY.md");
    await cp(join(root, glossary), join(top, glossary));
    for (const { id } of SETS) {
      await cp(join(downloads, `${id}.ipynb`), join(top, "exercises", `${id}.ipynb`));
    }
    const zip = [
      venvProgram("python"),
      "-m",
      "zipfile",
      "-c",
      join(downloads, ARCHIVE),
      "unrolled",
    ];
    const { code, stderr } = await captureOutput(zip, { cwd: folder });
    if (code !== 0) throw new UserError(`Cannot pack the course: ${stderr.trim()}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
