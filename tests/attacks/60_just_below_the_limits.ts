import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeId } from "../../grading/judge/check.ts";
import type { Attack } from "./attack.ts";
import { notebookWith, put } from "./class.ts";

/** Submits 20 notebooks, each of which sleeps for just less than every time limit. */
export const attack: Attack = {
  async folder(folder) {
    const sleep = "await new Promise((later) => setTimeout(later, 2500)); // MARK60";
    const cells = Object.fromEntries(ps1.checks.map((check) => [gradeId(check), sleep]));
    const text = await notebookWith({ cells });
    for (let n = 0; n < 20; n++) await put(join(folder, "mallory", String(n), "ps1.ipynb"), text);
  },
};
