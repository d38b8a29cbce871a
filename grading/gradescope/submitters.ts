import { join } from "node:path";
import { UserError } from "../../tools/command.ts";

/** The users who submitted a notebook to Gradescope, and the number of the grading. */
export interface Submitters {
  /** The IDs of the users, joined by commas, from which the inputs are derived; names may change. */
  student: string;
  /** The time of the submission in milliseconds, so that the same submission gets the same inputs again. */
  grading: number;
}

/**
 * Reads the file in which Gradescope describes a submission, submission_metadata.json. Throws UserError if it lacks the
 * time or the users.
 */
export async function submitters(autograder: string): Promise<Submitters> {
  const path = join(autograder, "submission_metadata.json");
  const refuse = (reason: string): never => {
    throw new UserError(`Cannot read the description of the submission, ${path}: ${reason}`);
  };
  const text = await Deno.readTextFile(path).catch((error) => refuse(error.message));
  const { created_at, users } = Object(parsed(text) ?? refuse("it is not JSON"));
  const grading = Date.parse(created_at);
  if (!(grading > 0)) refuse(`expected a time as created_at, found ${JSON.stringify(created_at)}`);
  const ids = Array.isArray(users) ? users.map((user) => Object(user).id) : [];
  if (ids.length === 0 || !ids.every(Number.isSafeInteger)) {
    refuse("expected users, each with a number as id");
  }
  return { student: ids.sort((a, b) => a - b).join(","), grading };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
