import type { Result } from "../class/result.ts";
import { type Download, downloadOf } from "../class/student_names.ts";

/** A person in a file that a learning management system exported. */
export interface Person {
  /** The fields of the person's row. */
  row: string[];
  /** The logins, addresses, and numbers by which the system knows the person. */
  ids: string[];
  /** The person's name, in the orders in which it may be written. */
  names: string[];
  /** The number that the system writes into the names of submissions. */
  number?: string;
}

/** A student with the scores of those notebooks that are graded, by set. */
export interface Scored {
  student: string;
  /** The part of the path by the system that collected the notebooks. */
  download?: Download;
  scores: Map<string, Result>;
}

/** A student whose scores are not in a file, and the reason. */
export interface Missing {
  student: string;
  reason: string;
}

/** The students whom a file of scores contains, and those whom it does not. */
export interface Matches {
  found: { scored: Scored; person: Person }[];
  missing: Missing[];
}

/** Returns the students who have a score. */
export function scoredStudents(results: Result[]): Scored[] {
  const graded = results.filter(({ status }) => status === "graded");
  return [...Map.groupBy(graded, ({ student }) => student)].map(([student, own]) => {
    const [first, ...rest] = own[0].path.split("/"), download = downloadOf(first, rest.length > 0);
    return { student, download, scores: new Map(own.map((result) => [result.set, result])) };
  });
}

/** Returns the sets that have a score, in order. */
export function setsOf(students: Scored[]): string[] {
  return [...new Set(students.flatMap(({ scores }) => [...scores.keys()]))].sort();
}

/**
 * Finds each student in a system's file: by the number in the name of the submission if that system wrote it, otherwise
 * by an id, otherwise by the name. A student is missing if two persons in the file may be meant, or if two students agree
 * with one person: no score is better than another person's.
 */
export function matchStudents(
  students: Scored[],
  people: Person[],
  system: Download["system"],
  file: string,
): Matches {
  const tries = students.map((scored) => ({ scored, persons: personsOf(scored, people, system) }));
  const matches: Matches = { found: [], missing: [] };
  for (const { scored, persons } of tries) {
    const [person] = persons, { student } = scored;
    const rivals = tries.filter(({ persons: [first, ...more] }) =>
      first === person && more.length === 0
    );
    const reason = reasonOf(persons.length, rivals.length, file);
    if (reason) matches.missing.push({ student, reason });
    else matches.found.push({ scored, person });
  }
  return matches;
}

/** Returns why a student cannot be found, or "" if there is one person, and no other student who agrees with that one. */
function reasonOf(persons: number, rivals: number, file: string): string {
  if (persons === 0) return `${file} has no such student`;
  if (persons > 1) return `${file} has ${persons} students of this name`;
  return rivals > 1 ? `${rivals} students who submitted agree with one student in ${file}` : "";
}

function personsOf({ student, download }: Scored, people: Person[], system: string): Person[] {
  if (download?.system === system && people.some(({ number }) => number)) {
    return people.filter(({ number }) => number === download.number);
  }
  const whole = folded(student), name = folded(nameOf(student));
  const byId = download ? [] : people.filter(({ ids }) => ids.map(folded).includes(whole));
  return byId.length > 0 ? byId : people.filter(({ names }) => names.map(folded).includes(name));
}

/** Returns a name without the number in parentheses that tells apart students of one name. */
function nameOf(student: string): string {
  return student.replace(/ \(\d+\)$/, "");
}

function folded(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}

/** Returns whether the title of a column names a set: "ps1", "PS 1: Forward pass (4711)", "Problem set 1". */
export function namesSet(title: string, set: string): boolean {
  const number = set.replace(/^ps/, "");
  return new RegExp(`(?<![\\p{L}\\p{N}])(ps|problem set)[ _-]?0*${number}(?![\\p{L}\\p{N}])`, "iu")
    .test(title);
}

/** Returns a score with two decimals, as many as both systems show. */
export function scoreIn({ earned }: Result): number {
  return Number(earned.toFixed(2));
}

/** Returns a field of the system's own table; a negative number is no formula. */
export function kept(field = ""): string | number {
  return /^-\d+(\.\d+)?$/.test(field) ? Number(field) : field;
}
