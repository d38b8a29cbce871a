import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { ps2 } from "../../exercises/checks/ps2.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { attack as importing } from "../attacks/03_import_the_solution.ts";
import { attack as secretive } from "../attacks/08_steal_the_secret.ts";
import { attack as floods } from "../attacks/18_flood.ts";
import { attack as shared } from "../attacks/30_shared_storage.ts";
import { put, submit } from "../attacks/class.ts";
import { mistakenCells, notebookOf, stubbed } from "./student_work.ts";

/** Writes what two honest students, one with a mistake, an endless loop, and no notebook leave in a folder. */
export async function writeSmallClass(folder: string): Promise<void> {
  const model = await modelCells(ps1), [relu, leaky] = ps1.checks;
  const mistaken = mistakenCells(model, leaky, "weights exchanged");
  const typed = [{ ...model[0], source: `${model[0].source}\nconst n: string = 1;` }];
  await put(
    join(folder, "abel", "ps1.ipynb"),
    await notebookOf(ps1, [...typed, ...model.slice(1)]),
  );
  await put(join(folder, "ben", "ps1.ipynb"), await notebookOf(ps1, mistaken));
  const loop = { id: relu.id.replace(".", "_"), source: "function reluStep() { for (;;); }" };
  await put(join(folder, "cleo", "ps1.ipynb"), await notebookOf(ps1, [loop, ...model.slice(1)]));
  await put(join(folder, "dan", "ps1.ipynb"), "{");
  await Deno.symlink("../abel/ps1.ipynb", join(folder, "dan", "ps2.ipynb"));
  for (const name of ["ps1.ipynb", "copy.ipynb"]) {
    await put(join(folder, "eve", name), await notebookOf(ps1, model));
  }
}

/** Writes a class of sixteen, with attackers, two of whom look for each other's texts, and students with two sets. */
export async function writeClass(folder: string): Promise<void> {
  await writeSmallClass(folder);
  const [one, two] = [await modelCells(ps1), await modelCells(ps2)];
  for (const [n, name] of ["fay", "gus", "hal", "ida", "jon", "kim"].entries()) {
    const own = one.map((cell, place) => place === n ? stubbed(cell) : cell);
    await put(join(folder, name, "ps1.ipynb"), await notebookOf(ps1, own));
    const other = two.map((cell, place) => place === n % two.length ? stubbed(cell) : cell);
    if (n % 2 === 0) await put(join(folder, name, "ps2.ipynb"), await notebookOf(ps2, other));
  }
  for (
    const [name, attack] of Object.entries({
      ...shared.students,
      lou: secretive,
      max: floods,
      nat: importing,
    })
  ) {
    await submit(attack, join(folder, name), ps1);
  }
}
