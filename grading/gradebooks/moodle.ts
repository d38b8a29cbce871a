import { SETS } from "../../exercises/checks/mod.ts";
import type { Finding } from "../judge/examine.ts";
import { csvLine, escapeFormula } from "../reports/csv.ts";
import {
  kept,
  type Matches,
  matchStudents,
  type Missing,
  namesSet,
  type Person,
} from "./people.ts";
import { type Scored, scoreIn, setsOf } from "./people.ts";
import { onlyColumn, readTable, type Table } from "./table.ts";

/** The participants or grades that Moodle exported. */
export interface MoodleGradebook {
  table: Table;
  people: Person[];
  /** The column by which Moodle will find the students, with the rows that it cannot tell apart. */
  key: { n: number; title: string; unusable: Set<string[]> };
  /** The columns of each set that the course has as a grade item. */
  columns: Map<string, { grade: number; feedback?: number }>;
}

/** Moodle's titles of columns, in its exports and in its files of users. */
const TITLES = {
  username: ["username"],
  id: ["id number", "idnumber"],
  email: ["email address", "email"],
  number: ["identifier"],
  first: ["first name", "firstname"],
  last: ["last name", "lastname", "surname"],
  full: ["full name", "fullname"],
};
const KEYS = ["username", "id", "email"] as const;
const NO_GRADE = "-"; // as in Moodle's exports
const FEEDBACK = /\(feedback\)$/i, OTHER = /\((percentage|letter|feedback)\)$/i;

/** Reads a file of participants or grades that Moodle exported. Throws UserError if it is something else. */
export async function readMoodle(file: string): Promise<MoodleGradebook> {
  const table = await readTable(file, {
    what: "Moodle's participants or grades",
    columns: "a column Username, ID number, or Email address",
    has: (header) => KEYS.some((key) => placeOf(header, key) >= 0),
  });
  const { header, rows } = table;
  const people = rows.map((row) => personOf(header, row));
  const columns = SETS.flatMap(({ id }): [string, { grade: number; feedback?: number }][] => {
    const column = (what: string, suits: (title: string) => boolean) =>
      onlyColumn(table, `${what} ${id}`, (title) => namesSet(title, id) && suits(title));
    const grade = column("with the grade for", (title) => !OTHER.test(title));
    const feedback = column("with the feedback on", (title) => FEEDBACK.test(title));
    return grade === undefined ? [] : [[id, { grade, feedback }]];
  });
  return { table, people, key: keyOf(table), columns: new Map(columns) };
}

function placeOf(header: string[], column: keyof typeof TITLES): number {
  return header.findIndex((title) => TITLES[column].includes(title.toLowerCase()));
}

function personOf(header: string[], row: string[]): Person {
  const field = (column: keyof typeof TITLES) => (row[placeOf(header, column)] ?? "").trim();
  const [first, last] = [field("first"), field("last")];
  const both = first && last ? [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`] : [];
  const [number] = field("number").match(/\d+$/) ?? []; // "Participant 1234567", in any language
  const names = [...both, field("full")].filter(Boolean);
  return { row, ids: KEYS.map(field).filter(Boolean), names, number };
}

/** Returns the column that identifies most of the participants: each field filled, without a formula, and only once. */
function keyOf({ header, rows }: Table): MoodleGradebook["key"] {
  const keys = KEYS.map((key) => placeOf(header, key)).filter((n) => n >= 0).map((n) => {
    const times = Map.groupBy(rows, (row) => row[n]?.trim() ?? "");
    const unusable = rows.filter((row) => {
      const field = row[n]?.trim() ?? "";
      return !field || field !== escapeFormula(field) || times.get(field)!.length > 1;
    });
    return { n, title: header[n], unusable: new Set(unusable) };
  });
  return keys.reduce((best, key) => key.unusable.size < best.unusable.size ? key : best);
}

/**
 * Returns moodle.csv, and the students whom it lacks. Moodle aborts an import at the first row without a user, and gives
 * a row with an empty identifier to the student above it, so only rows with a reliable one are written. Without an
 * export, the name of the folder is the username. A cell without a score keeps what the export has there.
 */
export function moodleFile(
  students: Scored[],
  book?: MoodleGradebook,
): { lines: string[]; missing: Missing[] } {
  const sets = setsOf(students);
  const header = sets.flatMap((set) => titlesOf(set, book));
  const { found, missing } = book ? reliable(students, book) : unlisted(students);
  const rows = found.map(({ scored: { scores }, person: { row, ids: [username] } }) => {
    const cells = sets.flatMap((set): (string | number)[] => {
      const result = scores.get(set), { grade = -1, feedback = -1 } = book?.columns.get(set) ?? {};
      if (result) return [scoreIn(result), feedbackOf(result.items)];
      return [kept(row[grade] || NO_GRADE), row[feedback] ?? ""];
    });
    return [book ? row[book.key.n].trim() : username, ...cells];
  });
  if (rows.length === 0) return { lines: [], missing };
  return { lines: [[book?.key.title ?? "Username", ...header], ...rows].map(csvLine), missing };
}

function titlesOf(set: string, book?: MoodleGradebook): string[] {
  const { grade = -1, feedback = -1 } = book?.columns.get(set) ?? {};
  const titles = book?.table.header ?? [];
  return [titles[grade] ?? set, titles[feedback] ?? `${set} feedback`];
}

/** Returns the students whom Moodle can find by the key column. */
function reliable(students: Scored[], { table, people, key }: MoodleGradebook): Matches {
  const { found, missing } = matchStudents(students, people, "Moodle", table.file);
  const without = found.filter(({ person }) => key.unusable.has(person.row));
  const reason = `${table.file} has no unique ${key.title} that is plain text`;
  return {
    found: found.filter((match) => !without.includes(match)),
    missing: [...missing, ...without.map(({ scored: { student } }) => ({ student, reason }))],
  };
}

/** Returns the students whose folders may have their usernames: none from a download, and none that reads as a formula. */
function unlisted(students: Scored[]): Matches {
  const named = students.filter(({ student, download }) =>
    !download && student === escapeFormula(student)
  );
  const people = named.map((scored) => ({
    scored,
    person: { row: [], ids: [scored.student], names: [] },
  }));
  return { found: people, missing: [] };
}

/** Returns the points of each item, with the name of the mistake; nothing in it was written by a student. */
function feedbackOf(items: Finding[]): string {
  return items.map(({ id, earned, points, mistake }) => {
    const why = mistake && earned < points ? ` (${mistake.name})` : "";
    return `${id}: ${earned} of ${points}${why}`;
  }).join("; ");
}
