import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { SETS } from "../exercises/checks/mod.ts";
import { writeBundle } from "../tools/bundle.ts";
import { captureOutput, lastLine, main, parseFlags, UserError } from "../tools/command.ts";
import { copyFolder } from "../tools/files.ts";
import { jupyterEnv, root, temporaryFolder, venvProgram } from "../tools/paths.ts";
import { sources } from "./class/model_key.ts";
import { setUpTeacher } from "./teacher.ts";

const USAGE = "deno task release FOLDER";

/** Makes the students' folder: notebooks with stubs by nbgrader, the library with the checks, and the tools to open them. */
async function release(args: string[]): Promise<number> {
  const { positionals: [path, ...more] } = parseFlags(args, {}, USAGE);
  if (!path || more.length > 0) throw new UserError(`Cannot release without one folder: ${USAGE}`);
  requireEmpty(path);
  const folder = resolve(path);
  await setUpTeacher();
  await writeNotebooks(join(folder, "notebooks"));
  await writeBundle(folder);
  await Deno.writeTextFile(join(folder, "README.md"), README);
  console.log(`${SETS.length} problem sets for students: ${folder}`);
  return 0;
}

/** Throws UserError unless there is an empty folder at the path, or nothing. */
function requireEmpty(path: string): void {
  if (!existsSync(path)) return;
  if (!Deno.statSync(path).isDirectory) {
    throw new UserError(`Cannot release to ${path}: it is a file; name a new folder`);
  }
  if ([...Deno.readDirSync(path)].length === 0) return;
  throw new UserError(
    `Cannot release to the folder ${path}: it is not empty; name another one, or remove it first`,
  );
}

/** Writes the notebooks as students get them, made by nbgrader in a temporary course folder. */
async function writeNotebooks(to: string): Promise<void> {
  const course = await temporaryFolder("course");
  try {
    await copyFolder(sources, join(course, "source"));
    const config = join(sources, "..", "nbgrader_config.py");
    await Deno.copyFile(config, join(course, "nbgrader_config.py"));
    await Deno.mkdir(to, { recursive: true });
    for (const { id } of SETS) {
      const made = await captureOutput([
        venvProgram("nbgrader"),
        "generate_assignment",
        id,
        "--create",
      ], {
        cwd: course,
        env: { ...jupyterEnv, UNROLLED: root },
      });
      const notebook = join(course, "release", id, `${id}.ipynb`);
      if (made.code !== 0 || !existsSync(notebook)) {
        throw new UserError(`Cannot make ${id}: ${lastLine(made.stderr)}`);
      }
      await Deno.copyFile(notebook, join(to, `${id}.ipynb`));
    }
  } finally {
    await Deno.remove(course, { recursive: true });
  }
}

const README = `# Exercises on recurrent networks

\`\`\`
npx -y deno@2.8.1 task lab        # sets everything up and opens the problem sets in JupyterLab
npx -y deno@2.8.1 task points     # checks all of them in a terminal, with points
\`\`\`

Python 3.11 or newer is needed, and Node 20 or newer (for \`npx\`) or Deno 2.8 or newer (\`deno task lab\`).
Write your code at each TODO, then run the cell below it.
While you write, a red line marks a type error; move the mouse over it, or over any name, to read more.
*Run all and check*, in JupyterLab's Run menu, runs a notebook from top to bottom in a new kernel, says which checks pass, and checks its types too.
The notebooks that a set names, such as 01_unrolled, belong to the course. Read them on its website or in its folder.
The points that you see are feedback, not the grade: your teacher grades with other inputs.
Submit the notebooks, \`notebooks/ps1.ipynb\` and so on. The grader runs the cells with a TODO, from top to bottom.
From cells that you add, it takes only functions, classes, imports, and variables whose values require no function
call other than to \`Math\`; it runs nothing else in them.
Packages other than the library are not available when a notebook is graded. \`task points\` shows what the grader will see.
`;

await main(() => release(Deno.args));
