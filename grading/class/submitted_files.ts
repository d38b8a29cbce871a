import { dirname, join } from "node:path";
import { shown } from "../process/text.ts";
import { gradescopeNames, studentName } from "./student_names.ts";

/** A submitted notebook. */
export interface SubmittedFile {
  student: string;
  /** Its path below the folder of submissions. */
  path: string;
  /** Its path on this machine. */
  file: string;
  /** The reason why it cannot be opened, if it is already known. */
  problem?: string;
}

/** Something else in the folder of submissions. */
export interface OtherFile {
  student: string;
  path: string;
  /** The reason why it is not graded. */
  reason: string;
}

/** Everything in a folder of submissions. */
export interface Submitted {
  notebooks: SubmittedFile[];
  others: OtherFile[];
}

const DEPTH = 12; // folders
const FOLDERS = 100_000; // folders that are watched
const MOST = 20; // notebooks, and other files, of one student
const NAME = 255, PATH = 300; // characters that are shown
const LONGEST = 4000; // bytes of a path; the system's own limit is slightly larger
// Files that systems and editors create without the student's knowledge.
const LITTER =
  /^(submission_metadata\.yml|\.ipynb_checkpoints|\.DS_Store|\._.*|__MACOSX|Thumbs\.db|desktop\.ini|\.git|\.gitkeep)$/;
const METADATA = "submission_metadata.yml"; // Gradescope's
const KINDS: Record<string, string> = { d: "a folder", f: "a file", l: "a link" };

/**
 * Finds everything below a folder. The student's name is the first folder of the path or, for a file directly in the
 * folder, the part of its name before the set: `ana/ps3.ipynb`, `ana/ps3/ps3.ipynb` and `ana_ps3.ipynb` all belong to
 * ana. See `studentName` for the names that Moodle, Canvas, and Gradescope make.
 */
export async function submittedFiles(folder: string): Promise<Submitted> {
  const metadata = await Deno.readTextFile(join(folder, METADATA)).catch(() => "");
  const found = new Finds(folder, gradescopeNames(metadata));
  for await (const entry of entriesBelow(folder)) found.add(entry);
  return found.sorted();
}

/** An entry printed by `find`. */
interface Entry {
  type: string;
  depth: number;
  readable: boolean;
  path: string;
  /** False if the path is not UTF-8, so that it cannot be opened. */
  valid: boolean;
}

// Deno's own functions skip names that are not UTF-8, and stop at a path that is too long or a folder that they may not
// read.
const PRUNED = [".ipynb_checkpoints", "__MACOSX", ".git"].flatMap((name) => ["-name", name, "-o"]);
const FORMAT = ["-printf", "%y %d %P\\0"];
const UNREADABLE = ["-type", "d", "!", "(", "-readable", "-executable", ")"];

function findCommand(folder: string): string[] {
  return [
    ...["find", `${folder}/`, "-mindepth", "1", "-maxdepth", String(DEPTH)],
    ...["(", ...PRUNED, "-false", ")", "-prune", "-o"],
    ...["(", ...UNREADABLE, ")", "-printf", "u %d %P\\0", "-prune", "-o", ...FORMAT],
  ];
}

async function* entriesBelow(folder: string): AsyncGenerator<Entry> {
  const [program, ...args] = findCommand(folder);
  const options = { args, stdout: "piped", stderr: "null", env: { LC_ALL: "C" } } as const;
  const process = new Deno.Command(program, options).spawn();
  let rest: number[] = [];
  for await (const part of process.stdout) {
    let start = 0;
    for (let end; (end = part.indexOf(0, start)) >= 0; start = end + 1, rest = []) {
      yield entryOf(Uint8Array.from([...rest, ...part.subarray(start, end)]));
    }
    rest = [...rest, ...part.subarray(start)];
  }
  await process.status;
}

function entryOf(bytes: Uint8Array): Entry {
  const text = new TextDecoder().decode(bytes), [type, depth] = text.split(" ", 2);
  const path = text.slice(type.length + depth.length + 2);
  const readable = type !== "u", valid = isUtf8(bytes);
  return { type: readable ? type : "d", depth: Number(depth), readable, path, valid };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Sorts the entries into notebooks and other files, and keeps a limited number of each per student. */
class Finds {
  readonly #notebooks = new Map<string, SubmittedFile[]>();
  readonly #others = new Map<string, OtherFile[]>();
  readonly #empty = new Set<string>(); // folders in which nothing has been found yet
  readonly #more = new Map<string, number>();

  constructor(readonly folder: string, readonly names: Map<string, string>) {}

  add(entry: Entry): void {
    const { type, depth, path } = entry, student = this.#studentOf(entry);
    if (LITTER.test(path.slice(path.lastIndexOf("/") + 1))) return;
    this.#empty.delete(dirname(path));
    if (type === "d" && depth < DEPTH && this.#empty.size < FOLDERS) this.#empty.add(path);
    const problem = problemOf(entry);
    const isNotebook = type !== "d" && /\.ipynb$/i.test(path) && !hidden(path);
    if (isNotebook) {
      const file = { student, path, file: join(this.folder, path), ...problem && { problem } };
      this.#keep(this.#notebooks, student, file);
    } else if (type !== "d") {
      const kind = KINDS[type] ?? "not a regular file";
      const reason = problem ??
        (hidden(path) ? `${kind} with a hidden name` : `${kind}, not a notebook`);
      this.#keep(this.#others, student, { student, path, reason });
    } else if (problem) {
      this.#empty.delete(path);
      this.#keep(this.#others, student, { student, path, reason: problem });
    }
  }

  sorted(): Submitted {
    const inOrder = <File extends { path: string }>(lists: Map<string, File[]>) =>
      [...lists.values()].flat().sort((a, b) => a.path < b.path ? -1 : 1);
    for (const path of this.#empty) {
      const student = studentName(path.split("/")[0], true, this.names);
      this.#keep(this.#others, student, { student, path, reason: "an empty folder" });
    }
    for (const [student, count] of this.#more) {
      const reason = `${count} more: at most ${MOST} of each kind are listed for one student`;
      const list = this.#others.get(student) ?? [];
      this.#others.set(student, [...list, { student, path: `${student}/…`, reason }]);
    }
    const others = inOrder(this.#others).map(({ student, path, reason }) => ({
      ...{ student: shown(student, NAME), path: shown(path, PATH), reason },
    }));
    return { notebooks: inOrder(this.#notebooks), others };
  }

  #studentOf({ path, type }: Entry): string {
    const [first, ...rest] = path.split("/");
    return studentName(first, rest.length > 0 || type === "d", this.names);
  }

  #keep<File>(lists: Map<string, File[]>, student: string, file: File): void {
    const list = lists.get(student) ?? [];
    if (list.length < MOST) lists.set(student, [...list, file]);
    else this.#more.set(student, (this.#more.get(student) ?? 0) + 1);
  }
}

function problemOf({ type, depth, readable, path, valid }: Entry): string | undefined {
  if (!valid) return "its name is not UTF-8: rename it";
  if (!readable) return "a folder that the grader has no permission to read";
  if (new TextEncoder().encode(path).length > LONGEST) return "its path is too long";
  if (type === "d" && depth === DEPTH) {
    return `a folder nested more than ${DEPTH - 1} folders deep`;
  }
}

function hidden(path: string): boolean {
  return path.split("/").some((name) => name.startsWith("."));
}
