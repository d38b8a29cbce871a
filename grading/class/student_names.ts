import { parse } from "yaml";

// "Ana Lee_1234567_assignsubmission_file_", a folder or the beginning of a file's name
const MOODLE = /^(.+)_(\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)/;
// "leeana_LATE_1234_567890_ps3-1.ipynb"
const CANVAS = /^([^_]+)(?:_LATE)?_(\d+)_\d+_.+\.ipynb$/;
// "submission_123456789": the name is in the file submission_metadata.yml beside the folders
const GRADESCOPE = /^submission_\d+$/, PREFIX = "submission_".length;
const SET = /[_-]ps\d+.*$/i, EXTENSION = /\.[a-z0-9]+$/i;

/** The parts of a name that Moodle or Canvas made. */
export interface Download {
  system: "Moodle" | "Canvas";
  name: string;
  /** Canvas's number of the user, or Moodle's number of the participant in the assignment. */
  number: string;
}

/** Returns the parts that Moodle or Canvas wrote into the name of a folder, or of a file directly in the folder of submissions. */
export function downloadOf(first: string, isFolder: boolean): Download | undefined {
  const moodle = first.match(MOODLE);
  if (moodle) return { system: "Moodle", name: moodle[1], number: moodle[2] };
  const canvas = isFolder ? null : first.match(CANVAS);
  if (canvas) return { system: "Canvas", name: canvas[1], number: canvas[2] };
}

/**
 * Returns the student's name from the name of a folder, or of a file directly in the folder of submissions. Names that
 * Moodle and Canvas make become "Ana Lee (1234567)", with the number that distinguishes students of the same name.
 * `names` has the students of Gradescope's folders.
 */
export function studentName(first: string, isFolder: boolean, names: Map<string, string>): string {
  const found = downloadOf(first, isFolder);
  if (found) return `${found.name} (${found.number})`;
  if (isFolder) return names.get(first) ?? first;
  return first.replace(EXTENSION, "").replace(SET, "");
}

/** A submission in Gradescope's file, whose keys begin with colons. */
interface Submission {
  ":submitters"?: { ":name"?: unknown }[];
}

/**
 * Returns the students of Gradescope's folders by the folder's name, from the text of submission_metadata.yml. Returns
 * none if the text is something else.
 */
export function gradescopeNames(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [folder, submission] of Object.entries(Object(parsed(text)))) {
    const submitters = Object(submission as Submission)[":submitters"];
    if (!GRADESCOPE.test(folder) || !Array.isArray(submitters)) continue;
    const list = submitters.map((person) => Object(person)[":name"]);
    const known = list.filter((name) => typeof name === "string" && name);
    if (known.length > 0) names.set(folder, `${known.join(", ")} (${folder.slice(PREFIX)})`);
  }
  return names;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
