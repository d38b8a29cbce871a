import type { Sources } from "../scheduler/version.ts";

/** The files on which the outcome of a run depends; the CNN is also an outcome, which the captioners' runs read. */
export const SOURCES: Sources = {
  folders: ["data", "datasets", "experiments", "lib", "models", "scheduler", "tools"],
  files: ["deno.json", "deno.lock", "data/results/captioning/cnn.bin"],
};
