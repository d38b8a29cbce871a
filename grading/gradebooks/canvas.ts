import { SETS } from "../../exercises/checks/mod.ts";
import { csvLine } from "../reports/csv.ts";
import { kept, matchStudents, type Missing, namesSet, type Person } from "./people.ts";
import { type Scored, scoreIn, setsOf } from "./people.ts";
import { onlyColumn, readTable, type Table } from "./table.ts";

/** A gradebook that Canvas exported. */
export interface CanvasGradebook {
  table: Table;
  people: Person[];
  /** The columns about the student, which come first. */
  about: number;
  /** The column of each set that the course has as an assignment. */
  columns: Map<string, number>;
  /** The row with the points of each assignment. */
  points: string[];
}

/** The columns by which Canvas finds a student when there is no export. */
const ABOUT = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
const POINTS = "Points Possible";
// Totals, which Canvas computes itself
const COMPUTED = /\b(Current|Final|Override) (Score|Points|Grade|Status)\b|\(read only\)/;

/** Reads a gradebook that Canvas exported. Throws UserError if the file is something else, or a set has two columns. */
export async function readCanvas(file: string): Promise<CanvasGradebook> {
  const table = await readTable(file, {
    what: "Canvas's gradebook",
    columns: "the columns Student, ID, and Section",
    has: (header) => ["ID", "Section"].every((name) => header.includes(name)),
  });
  const { header, rows } = table, about = header.indexOf("Section") + 1;
  const ofStudents = (row: string[]) => /^\d+$/.test(row[header.indexOf("ID")] ?? "");
  const columns = SETS.flatMap(({ id }): [string, number][] => {
    const n = onlyColumn(
      table,
      `for ${id}`,
      (title, n) => n >= about && namesSet(title, id) && !COMPUTED.test(title),
    );
    return n === undefined ? [] : [[id, n]];
  });
  const points = rows.find(([first = ""]) => first.includes(POINTS)) ?? [];
  const people = rows.filter(ofStudents).map((row) => personOf(header, row));
  return { table, people, about, columns: new Map(columns), points };
}

function personOf(header: string[], row: string[]): Person {
  const field = (name: string) => row[header.indexOf(name)] ?? "";
  const ids = ["ID", "SIS User ID", "SIS Login ID", "Integration ID"].map(field).filter(Boolean);
  const [last, ...rest] = field("Student").split(", "), first = rest.join(", ");
  const separate = [`${field("FirstName")} ${field("LastName")}`.trim()].filter(Boolean);
  const names = first ? [`${last}, ${first}`, `${first} ${last}`] : [last];
  return { row, ids, names: [...names, ...separate].filter(Boolean), number: field("ID") };
}

/**
 * Returns canvas.csv, and the students whom it lacks. Without an export, Canvas finds the students by the login, which
 * is the name of the folder, or by the number that it wrote into the file's name. A cell without a score keeps what the
 * export has there, because Canvas would take an empty one for a deleted score.
 */
export function canvasFile(
  students: Scored[],
  book?: CanvasGradebook,
): { lines: string[]; missing: Missing[]; remarks: string[] } {
  const sets = setsOf(students);
  if (!book) return { ...withoutExport(students, sets), remarks: [] };
  const { table: { header, file }, about, columns, points, people } = book;
  const { found, missing } = matchStudents(students, people, "Canvas", file);
  const place = (set: string) => columns.get(set) ?? -1;
  const titles = sets.map((set) => header[place(set)] ?? set);
  const possible = sets.map((set) => points[place(set)] || possibleIn(set));
  const lines = [
    [...header.slice(0, about), ...titles],
    [`    ${POINTS}`, ...Array(about - 1).fill(""), ...possible],
    ...found.map(({ scored: { scores }, person: { row } }) => {
      const cells = sets.map((set) =>
        scores.has(set) ? scoreIn(scores.get(set)!) : kept(row[place(set)])
      );
      return [...header.slice(0, about).map((_, n) => row[n] ?? ""), ...cells];
    }),
  ].map(csvLine);
  return { lines, missing, remarks: remarksOf(sets, book) };
}

function withoutExport(
  students: Scored[],
  sets: string[],
): { lines: string[]; missing: Missing[] } {
  const known = students.filter(({ download }) => download?.system !== "Moodle");
  const lines = [
    [...ABOUT, ...sets],
    [`    ${POINTS}`, ...ABOUT.slice(1).map(() => ""), ...sets.map(possibleIn)],
    ...known.map(({ student, download, scores }) => {
      const [id, login] = download ? [download.number, ""] : ["", student];
      const cells = sets.map((set) => scores.has(set) ? scoreIn(scores.get(set)!) : "");
      return [download?.name ?? student, id, "", login, "", ...cells];
    }),
  ].map(csvLine);
  return { lines: known.length > 0 ? lines : [], missing: [] };
}

/** Returns what the teacher should know before the import: assignments that are new, and other points. */
function remarksOf(
  sets: string[],
  { table: { file }, columns, points }: CanvasGradebook,
): string[] {
  return sets.flatMap((set) => {
    const n = columns.get(set), ours = possibleIn(set);
    if (n === undefined) return [`${file} has no column for ${set}; Canvas asks whether it is new`];
    const theirs = Number(points[n]?.replace(",", "."));
    if (!points[n] || theirs === ours) return [];
    return [`${set} has ${ours} points, but ${points[n]} in ${file}; the scores are not scaled`];
  });
}

function possibleIn(set: string): number {
  const checks = SETS.find(({ id }) => id === set)?.checks ?? [];
  return checks.reduce((sum, { points }) => sum + points, 0);
}
