import { readText } from "./read_write.ts";

/** A file of `deno task experiment`: the settings, and one record for each run. */
export interface ExperimentResults<R> {
  experiment: string;
  /** "full" if it is the larger size of `deno task experiment NAME --full`. */
  size?: "full";
  settings: Record<string, unknown>;
  runs: R[];
}

/** Loads the results of an experiment. Throws RangeError if the file is missing, invalid or of another experiment. */
export async function loadResults<R = Record<string, number | string | boolean>>(
  path: string,
  experiment: string,
): Promise<ExperimentResults<R>> {
  const text = await readText(path);
  const results = parse(text);
  if (!Array.isArray(results?.runs)) {
    throw new RangeError(`Cannot read ${path}: it has no list of runs`);
  }
  if (results.experiment !== experiment) {
    throw new RangeError(
      `Cannot read ${path} as results of ${experiment}: it is of ${results.experiment}`,
    );
  }
  return results as ExperimentResults<R>;
}

function parse(text: string): Partial<ExperimentResults<unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
