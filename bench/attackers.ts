// deno run -A bench/attackers.ts [NUMBER …]: measures the time that 100 honest submissions take beside an attacker and
// alone, and the memory that the grader and its children need.
import { join } from "node:path";
import { ps1 } from "../exercises/checks/ps1.ts";
import { modelCells } from "../grading/class/model_key.ts";
import { readGrading } from "../grading/reports/write.ts";
import type { Attack } from "../tests/attacks/attack.ts";
import { attackersWork } from "../tests/attacks/class.ts";
import { files } from "../tests/attacks/suite.ts";
import { gradeMeasured } from "../tests/grading/measure.ts";
import { notebookOf } from "../tests/grading/student_work.ts";
import { root } from "../tools/paths.ts";

const STUDENTS = 100, POINTS = 13;
const columns = (values: (string | number)[]) =>
  values.map((value) => String(value).padStart(14)).join("");

/** Grades the honest class together with the work that `add` submits, and prints one line. */
async function measure(name: string, add: (folder: string) => Promise<void>): Promise<void> {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(root, ".tmp") });
  const work = join(folder, "work"), out = join(folder, "grades");
  const honest = await notebookOf(ps1, await modelCells(ps1));
  for (let n = 0; n < STUDENTS; n++) {
    await Deno.mkdir(join(work, `honest-${n}`), { recursive: true });
    await Deno.writeTextFile(join(work, `honest-${n}`, "ps1.ipynb"), honest);
  }
  await add(work);
  const { seconds, megabytes, treeMegabytes } = await gradeMeasured(work, out);
  const { results = [] } = await readGrading(out) ?? {};
  const whole = results.filter(({ student, earned }) =>
    student.startsWith("honest-") && earned === POINTS
  );
  const numbers = [seconds.toFixed(1), megabytes.toFixed(0), treeMegabytes.toFixed(0)];
  console.log(columns([...numbers, `${whole.length} of ${STUDENTS}`]) + `  ${name}`);
  await Deno.remove(folder, { recursive: true });
}

console.log(columns(["seconds", "grader, MB", "tree, MB", "all points"]) + "  attack");
await measure("nobody", async () => {});
for (
  const file of files.filter((name) =>
    Deno.args.length === 0 || Deno.args.includes(name.slice(0, 2))
  )
) {
  const { attack } = await import(`../tests/attacks/${file}`) as { attack: Attack };
  await measure(file.slice(0, -3), (folder) => attackersWork(attack, folder, 1));
}
