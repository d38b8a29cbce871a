import { ps3 } from "../../exercises/checks/ps3.ts";
import { modelCells } from "../../grading/class/model_key.ts";

/** Returns cells of problem set 3 with these bodies in place of the solutions, and `helpers` in the first of them. */
export async function backwardCells(
  helpers: string,
  bodies: Record<string, string>,
): Promise<Record<string, string>> {
  const cells = (await modelCells(ps3)).filter(({ id }) => bodies[id]);
  return Object.fromEntries(cells.map(({ id, source }, n) => {
    const region = /\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/;
    return [id, (n === 0 ? helpers : "") + source.replace(region, () => bodies[id])];
  }));
}
