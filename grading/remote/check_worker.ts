import { UserError } from "../../tools/command.ts";
import { fenceHere, INSTALL } from "../class/fence.ts";
import { fetchPrograms } from "../class/programs.ts";
import { requireSandbox } from "../class/sandbox.ts";

/** The demands of a grading on a worker. */
export interface Demands {
  requireFence: boolean;
}

/** Checks a worker before it grades. Returns what it lacks, as a verb phrase. */
export async function run({ requireFence }: Demands): Promise<{ problem?: string }> {
  try {
    await requireSandbox();
    await fetchPrograms();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message.replace(/^C/, "c") };
  }
  const isMissing = requireFence && await fenceHere() === "none";
  return isMissing ? { problem: `has no working bubblewrap; ${INSTALL}` } : {};
}
