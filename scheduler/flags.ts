import { UserError } from "../tools/command.ts";

/** The flags of a tool whose tasks may run on a Dask scheduler. */
export const SCHEDULER_FLAGS = {
  scheduler: { type: "string" },
  wait: { type: "string" },
} as const;

/** Their usage. */
export const SCHEDULER_USAGE = "[--scheduler ADDRESS [--wait SECONDS]]";

/** Returns the seconds in which the first worker must come. Throws UserError unless --wait is a positive integer. */
export function waitOf({ wait = "60" }: { wait?: string }): number {
  if (/^[1-9]\d{0,8}$/.test(wait)) return Number(wait);
  throw new UserError(`Cannot wait for ${wait} seconds: expected a positive integer`);
}
