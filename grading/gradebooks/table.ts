import { parse } from "csv-parse/sync";
import { UserError } from "../../tools/command.ts";

const DELIMITERS = [",", ";", "\t"];
const MOST = 10; // columns that a message names

/** A table that a learning management system exported. */
export interface Table {
  file: string;
  header: string[];
  rows: string[][];
}

/** Requirements on a file. */
export interface Expected {
  /** The file's use, such as "Canvas's gradebook". */
  what: string;
  /** The columns that it must have, in words. */
  columns: string;
  /** Returns whether a header has them. */
  has(header: string[]): boolean;
}

/**
 * Reads a CSV file in UTF-8, with or without a byte order mark, whose fields are separated by commas, semicolons, or
 * tabs. Throws UserError if it cannot be read or is not what is expected.
 */
export async function readTable(file: string, { what, columns, has }: Expected): Promise<Table> {
  const refuse = (found: string): never => {
    throw new UserError(`Cannot read ${what} from ${file}: expected ${columns}, found ${found}`);
  };
  const bytes = await Deno.readFile(file).catch((error) =>
    refuse(error.message.split(" (os error")[0])
  );
  const text = utf8(bytes) ?? refuse("bytes that are not UTF-8; export it again in UTF-8");
  if (!text.trim()) refuse("an empty file");
  const headers = DELIMITERS.map((delimiter) => headerOf(text, delimiter));
  const n = headers.findIndex(has);
  if (n < 0) {
    const [longest] = headers.sort((a, b) => b.length - a.length);
    refuse(namesOf(longest));
  }
  try {
    const rows = recordsOf(text, DELIMITERS[n]).slice(1);
    return { file, header: headers[n], rows };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Returns the place of the only column that meets a condition, if there is one. Throws UserError if there are several. */
export function onlyColumn(
  { file, header }: Table,
  what: string,
  suits: (title: string, n: number) => boolean,
): number | undefined {
  const found = [...header.keys()].filter((n) => suits(header[n], n));
  if (found.length > 1) {
    const titles = found.map((n) => header[n]).join(" and ");
    const wanted = `expected one column ${what}`;
    throw new UserError(
      `Cannot use ${file}: ${wanted}, found ${titles}; remove the others from the file`,
    );
  }
  return found[0];
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // without the byte order mark
  } catch {
    return undefined;
  }
}

function headerOf(text: string, delimiter: string): string[] {
  try {
    const [header = []] = recordsOf(text, delimiter, 1);
    return header.map((title) => title.trim());
  } catch {
    return [];
  }
}

/** Parses the first records, or all of them; a record may have fewer fields than the header. */
function recordsOf(text: string, delimiter: string, to?: number): string[][] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: true };
  return parse(text, to ? { ...options, to } : options);
}

function namesOf(header: string[]): string {
  const more = header.length > MOST ? `, and ${header.length - MOST} more` : "";
  return `${header.slice(0, MOST).map((title) => title.slice(0, 40)).join(", ")}${more}`
    .replaceAll(/\s+/g, " ");
}
