import { Child } from "../process/child.ts";
import type { ProblemSet } from "../judge/check.ts";
import { openNotebook } from "../process/files.ts";
import type { CompiledCells } from "../process/script.ts";
import { type SolutionCell, Ungradable } from "../process/submission.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { programOptions } from "./programs.ts";

const LIMITS = { seconds: 5, bytes: 8e6, parts: Infinity }; // for a notebook; the commas of its code are no values

/** A notebook that has been read, with its compiled cells. */
export interface OpenedNotebook extends CompiledCells {
  set: ProblemSet;
  cells: SolutionCell[];
  remarks: string[];
}

/** Reads the notebook in a file. Throws Ungradable as `openNotebook` and `readStream` do. */
export async function readSubmitted(path: string): Promise<OpenedNotebook> {
  using file = await openNotebook(path);
  return await readStream(file.readable);
}

/**
 * Reads a notebook in a separate process, which then ends. This process therefore parses nothing that a student wrote,
 * and a text that crashes the parser affects no other notebook. Throws Ungradable if the notebook cannot be read.
 */
export async function readStream(stream: ReadableStream<Uint8Array>): Promise<OpenedNotebook> {
  const child = new Child(await programOptions("reader", LIMITS));
  try {
    const answer = await child.digest(stream);
    if ("error" in answer) throw failure(answer.error);
    const { ungradable, ...found } = answer.value as unknown as ReaderAnswer;
    if (ungradable !== undefined) throw new Ungradable(ungradable);
    const set = SETS.find(({ id }) => id === found.set)!;
    return { ...found, set, problems: new Map(found.problems) };
  } finally {
    await child.close();
  }
}

/** The error of a notebook that takes too long to read. */
export class TooSlow extends Ungradable {}

function failure(error: string): Ungradable {
  return error.startsWith("did not return")
    ? new TooSlow(`Cannot read it: reading it takes more than ${LIMITS.seconds} s`)
    : new Ungradable(
      "Cannot read it: the process that reads it crashed, for example because it ran out of memory",
    );
}

/** The answer of the process about a notebook. */
interface ReaderAnswer {
  ungradable?: string;
  set: string;
  cells: SolutionCell[];
  remarks: string[];
  scripts: CompiledCells["scripts"];
  problems: [string, string][];
}
