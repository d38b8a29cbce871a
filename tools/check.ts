import { basename, join } from "node:path";
import { capture, main } from "./command.ts";
import { codeCells, notebookPaths, placeOf } from "./notebook_cells.ts";
import { root, venv } from "./place.ts";

/** Type-checks each notebook's joined code cells; an error is given with its notebook, code cell and line. */
async function check(asked: string[]): Promise<number> {
  const folder = join(venv, "check");
  await Deno.mkdir(folder, { recursive: true });
  let failed = 0;
  for (const notebook of notebookPaths(asked)) {
    const name = basename(notebook, ".ipynb");
    const cells = await codeCells(notebook);
    const path = join(folder, `${name}.ts`);
    await Deno.writeTextFile(path, cells.join("\n") + "\nexport {};\n");
    const config = ["--config", join(root, "deno.json")];
    const { code, stderr } = await capture([Deno.execPath(), "check", "--quiet", ...config, path], {
      env: { NO_COLOR: "1" },
    });
    console.log(
      `${code === 0 ? "ok    " : "FAILED"} ${name}, ${cells.length} code cells type-checked`,
    );
    if (code !== 0) console.log(stderr.replaceAll(/at file:\S+:(\d+):(\d+)/g, place(name, cells)));
    if (code !== 0) failed++;
  }
  return failed > 0 ? 1 : 0;
}

/** Turns a line of the joined file into a code cell and a line of it. */
function place(name: string, cells: string[]) {
  return (_: string, line: string, column: string) => {
    const { cell, row } = placeOf(cells, Number(line));
    if (cell === cells.length) return `at ${name}`;
    return `at ${name}, code cell ${cell + 1}, line ${row}, column ${column}`;
  };
}

await main(() => check(Deno.args));
