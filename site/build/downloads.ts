import { basename, join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { writeBundle } from "../../tools/bundle.ts";
import { captureOutput, UserError } from "../../tools/command.ts";
import { copyFolder } from "../../tools/files.ts";
import { root, temporaryFolder, venvProgram } from "../../tools/paths.ts";
import { source } from "./folders.ts";
import { type Cell, type Notebook, textOf } from "./notebook.ts";

/** The name of the file that holds the course for students. */
export const ARCHIVE = "unrolled.zip";

// What the notebooks name beside the lab; tests, benches and solutions stay behind.
const MORE = { tools: [], tasks: ["experiment"] };

/** A notebook as it is before it runs. */
export function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell
  );
  return { ...notebook, cells };
}

/** A problem set with a TODO in the place of each solution, as nbgrader gives it out. */
export function studentsNotebook(notebook: Notebook): Notebook {
  const todo = '// TODO: your lines\n$1throw new Error("Not written yet");';
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: textOf(cell).replaceAll(
      /([ \t]*)\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/g,
      `$1${todo}`,
    ),
  }));
  return withoutOutputs({ ...notebook, cells });
}

/** Packs the course as students open it: notebooks and sets before they run, as they can be downloaded one by one. */
export async function writeArchive(course: string[]): Promise<void> {
  const folder = await temporaryFolder("archive");
  const top = join(folder, "unrolled");
  try {
    await writeBundle(top, MORE);
    for (const name of ["data", "experiments"]) {
      await copyFolder(join(root, name), join(top, name));
    }
    await copy(join(root, "requirements-fast.txt"), join(top, "requirements-fast.txt"));
    await Deno.writeTextFile(join(top, "README.md"), README);
    const downloads = join(source, "extra", "downloads");
    const copyNotebook = (name: string, folder: string) =>
      copy(join(downloads, name), join(top, folder, name));
    for (const path of course) await copyNotebook(basename(path), "notebooks");
    for (const { id } of SETS) await copyNotebook(`${id}.ipynb`, "notebooks/exercises");
    const to = join(downloads, ARCHIVE);
    const zip = [venvProgram("python"), "-m", "zipfile", "-c", to, "unrolled"];
    const { code, stderr } = await captureOutput(zip, { cwd: folder });
    if (code !== 0) throw new UserError(`Cannot pack the course: ${stderr.trim()}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(join(to, ".."), { recursive: true });
  await Deno.copyFile(from, to);
}

const README = `# Unrolled

\`\`\`
npx -y deno@2.8.1 task lab
\`\`\`

sets everything up in this folder and opens the course in JupyterLab.
Python 3.11 or newer is needed, and Node 20 or newer (for \`npx\`) or Deno 2.8 or newer (\`deno task lab\`).
The problem sets are in \`notebooks/exercises\`; \`npx -y deno@2.8.1 task points notebooks/exercises\` checks them in a terminal.
`;
