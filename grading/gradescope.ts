import { Buffer } from "node:buffer";
import { dirname, join, relative, resolve } from "node:path";
import { glob } from "node:fs/promises";
import { type Zippable, zipSync } from "fflate";
import { SETS } from "../exercises/checks/mod.ts";
import type { ProblemSet } from "./judge/check.ts";
import { main, parseFlags, UserError } from "../tools/command.ts";
import { sizeText } from "../tools/files.ts";
import { root } from "../tools/paths.ts";
import { classSecret } from "./class/inputs.ts";
import { sourceOf } from "./class/model_key.ts";

const USAGE = "deno task gradescope --set ps1 [--out FILE] [--secret FILE]";

/** The parts of the course that grade a notebook; the solutions and mistakes of the other sets are left out. */
const PARTS = [
  ...[
    "deno.json",
    "deno.lock",
    "pyproject.toml",
    "LICENSE",
    "lib/**/*.ts",
    "exercises/checks/*.ts",
  ],
  ...["exercises/mistakes/edits.ts", "tools/{command,paths,problems}.ts"],
  ...["grading/{class,gradescope,judge,process,reports}/*.ts"],
];
const SCRIPTS = ["setup.sh", "run_autograder"];
const EARLIEST = "1980-01-01"; // the earliest time of a file in an archive; a constant makes the bytes repeatable
const UNIX = 3, EXECUTABLE = 0o100755 << 16, PRIVATE = 0o100600 << 16, PLAIN = 0o100644 << 16;

/** Makes the archive that a teacher uploads to Gradescope as the autograder of one problem set. */
async function makeArchive(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    set: { type: "string" },
    out: { type: "string" },
    secret: { type: "string" },
  }, USAGE);
  const set = SETS.find(({ id }) => id === values.set);
  if (!set || positionals.length > 0) {
    const sets = SETS.map(({ id }) => id).join(", ");
    throw new UserError(`Cannot make an autograder without a set (${sets}): ${USAGE}`);
  }
  const out = resolve(values.out ?? join(root, "build", "gradescope", `${set.id}.zip`));
  const secret = resolve(values.secret ?? join(root, "grades", "secret.txt"));
  const bytes = zipSync(await filesFor(set, secret), { mtime: EARLIEST });
  await Deno.mkdir(dirname(out), { recursive: true });
  await Deno.writeFile(out, bytes, { mode: 0o600 });
  console.log(`${out}: ${sizeText(bytes.length)}, with the class secret in ${secret}`);
  return 0;
}

async function filesFor(set: ProblemSet, secret: string): Promise<Zippable> {
  const files: Zippable = {};
  const put = (path: string, content: string | Uint8Array, attrs = PLAIN) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    files[path.replaceAll("\\", "/")] = [bytes, { os: UNIX, attrs }];
  };
  for (const path of await Array.fromAsync(glob([...PARTS, ...solutionOf(set)], { cwd: root }))) {
    if (!path.includes("assembly")) put(path, await Deno.readFile(join(root, path)));
  }
  for (const name of SCRIPTS) {
    put(name, await Deno.readFile(join(root, "grading", "gradescope", name)), EXECUTABLE);
  }
  put("exercises/mistakes/mod.ts", mistakesModule(set));
  put("assignment.json", JSON.stringify({ set: set.id }) + "\n");
  put("secret.txt", Buffer.from(await classSecret(secret)).toString("hex") + "\n", PRIVATE);
  return files;
}

/** Returns the files with a set's model solution and its named mistakes, with which the grader compares. */
function solutionOf(set: ProblemSet): string[] {
  return [relative(root, sourceOf(set)), `exercises/mistakes/${set.id}.ts`];
}

/** Returns the text of exercises/mistakes/mod.ts for one set. */
function mistakesModule({ id }: ProblemSet): string {
  return `import type { Edits } from "./edits.ts";
import { ${id} } from "./${id}.ts";

/** The named mistakes of every item of this assignment, as edits of the model solutions. */
export const EDITS: Edits = ${id};
`;
}

await main(() => makeArchive(Deno.args));
