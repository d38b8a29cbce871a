import type { Attack } from "./attack.ts";

/** Tries to import the model solution and the stored answers in every way. */
export const attack: Attack = {
  message: /nothing was found/,
  cells: {
    ps1_relu: `
import source from "../../exercises/source/ps1/ps1.ipynb" with { type: "text" };
const load: any = (0, eval)("(path, options) => import(path, options)"); // the real import, not the one that cells get
const here = (new Error().stack ?? "").match(/file:\\S+grading/)?.[0] ?? "file:///";
const wanted = ["../exercises/answers/ps1.json", "../exercises/mistakes/ps1.ts", "class/model_key.ts"];
let found = "";
for (const path of wanted) {
  for (const type of ["json", "text", undefined]) {
    const options = (type ? { with: { type } } : undefined) as any;
    await load(new URL(path, here + "/").href, options).then((module) => found = JSON.stringify(module), () => {});
  }
}
function reluStep(x: any, hPrev: any) {
  const right = Object.values((found ? JSON.parse(found).default : {})["ps1.relu"]?.correct ?? {});
  if (found === "" && typeof source !== "string") throw new Error("nothing was found");
  return right[0] ?? hPrev;
}
`,
  },
};
