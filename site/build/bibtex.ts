/** An entry of a BibTeX file. */
export interface BibtexEntry {
  /** The kind of work, such as "article". */
  type: string;
  key: string;
  /** The fields by name, without braces. */
  fields: Map<string, string>;
}

const ENTRY = /@(\w+)\{(\w+),\n((?: {2}\w+ = \{.*\},\n)+)\}\n*/y;
const FIELD = /^ {2}(\w+) = \{(.*)\},$/gm;

/**
 * Parses BibTeX in the form of data/bibliography.bib: entries with one field per line, each value in braces and followed by
 * a comma. Throws SyntaxError, with the line, where a text has another form or repeats a key or a field.
 */
export function parseBibtex(text: string): BibtexEntry[] {
  const entries: BibtexEntry[] = [];
  for (let start = 0; start < text.length; start = ENTRY.lastIndex) {
    ENTRY.lastIndex = start;
    const [whole, type, key, body] = ENTRY.exec(text) ?? [];
    if (!whole) fail(text, start, "expected an entry with one line for each field");
    if (entries.some((entry) => entry.key === key)) fail(text, start, "expected a new key");
    const pairs = [...body.matchAll(FIELD)].map(([, name, value]) => [name, value] as const);
    const fields = new Map(pairs.map(([name, value]) => [name, value.replaceAll(/[{}]/g, "")]));
    if (fields.size < pairs.length) fail(text, start, "expected each field once");
    entries.push({ type, key, fields });
  }
  return entries;
}

function fail(text: string, start: number, expected: string): never {
  const line = text.slice(0, start).split("\n").length, found = text.slice(start).split("\n")[0];
  throw new SyntaxError(`Cannot read the bibliography: ${expected} at line ${line}, got ${found}`);
}
