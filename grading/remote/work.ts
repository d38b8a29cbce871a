import type { Work } from "../../scheduler/scheduler.ts";

/**
 * Returns the requirements for a worker that grades: the same files as here, including the checks of the class, and a
 * sandbox.
 */
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
