import type { Work } from "../../scheduler/scheduler.ts";

/** Returns what a worker that grades must have: the grader's files, which configure the class, too, and its sandbox. */
export function gradingWork(requireFence = false): Work {
  return {
    sources: {
      folders: [
        ...["exercises/checks", "exercises/mistakes", "exercises/source"],
        ...["grading", "lib", "scheduler", "tools"],
      ],
      files: ["deno.json", "deno.lock"],
    },
    first: { module: "grading/remote/check_worker.ts", input: { requireFence } },
  };
}
