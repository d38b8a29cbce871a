import { parse, type Program } from "acorn";
import { transform } from "sucrase";
import { ScriptWriter } from "./script_writer.ts";

/** The maximum number of characters in a cell; a solution has about a thousand. */
export const MAX_LENGTH = 100_000;
const STRICT = '"use strict";';

/** The place of a syntax error: the line of the cell, counted from 1, and the column in `text`, counted from 0. */
export interface ErrorPlace {
  line: number;
  column: number;
  /** The line as it was parsed, which has lost its types if the error was found after they were removed. */
  text: string;
}

/** The error of a cell that cannot be parsed; the message names the line. */
export class CellError extends SyntaxError {
  /** `place` is missing if the error has no place. */
  constructor(message: string, readonly place?: ErrorPlace) {
    super(message);
  }
}

/** The parts of a cell that a script carries out. */
export interface CompileOptions {
  /** Only imports and declares, and gives no value to a name whose value would have to be computed by a call. */
  declarationsOnly?: boolean;
  /** Also stores the value of the cell's last expression statement in `$cell.value`, as a notebook shows it. */
  keepsValue?: boolean;
}

/**
 * Compiles a TypeScript cell to a script that behaves as the cell does in the kernel of Deno 2.8.1. The script refers
 * to a `CellScope` as `$cell`, which holds the declared names and imports modules; evaluating the script gives a
 * promise. Functions are declared before anything else runs, a `var` in a block is global, everything is in strict
 * mode, and `await` may be used at the top level. Line n of the cell is line n of the script in functions, and line n
 * plus the cell's number of lines elsewhere. With `declarationsOnly`, the script is empty if the cell declares nothing.
 *
 * The kernel accepts the following constructs, but this function throws CellError for them: `namespace`, decorators,
 * `accessor` fields, `using` outside a block, JSX, HTML-like comments, an unterminated comment, and a private name
 * outside a class. In the kernel, `let` shadows a property of the global object;
 * here it replaces the property, and `let`, `const`, and `class` create such properties too. There, a `let` cannot be
 * assigned before its declaration; here it can. Throws CellError, with the line, if the cell cannot be parsed.
 */
export function compileCell(cell: string, options: CompileOptions = {}): string {
  try {
    const { code, statements } = parsedCell(cell),
      script = new ScriptWriter(code, STRICT.length, options);
    if (options.keepsValue) script.keepValueOf(statements);
    for (const statement of statements) script.add(statement);
    return script.toString();
  } catch (error) {
    if (error instanceof RangeError) throw new CellError("it is nested too deeply"); // for the call stack
    throw error;
  }
}

interface ParsedCell {
  code: string;
  statements: Program["body"];
}

/** Parses a cell; like the kernel, it reads one that begins with { and does not end with ; as an object if it can. */
function parsedCell(cell: string): ParsedCell {
  if (cell.trimStart().startsWith("{") && !cell.trimEnd().endsWith(";")) {
    try {
      return parsedStatements(`(${cell}\n)`);
    } catch (error) {
      if (!(error instanceof CellError)) throw error; // as a block, it is parsed below
    }
  }
  return parsedStatements(cell);
}

function parsedStatements(cell: string): ParsedCell {
  const code = STRICT + javascriptOf(cell), [, ...statements] = programOf(code).body;
  return { code, statements };
}

/** Removes the types of a cell, line by line. */
function javascriptOf(cell: string): string {
  if (cell.length > MAX_LENGTH) {
    throw new CellError(`it has ${cell.length} characters, but at most ${MAX_LENGTH} are allowed`);
  }
  try {
    const { code } = transform(cell, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true, // a later cell uses them
    });
    const line = namespaceLine(cell, code);
    if (line === undefined) return code;
    const place = { line, column: 0, text: cell.split("\n")[line - 1] };
    throw new CellError(`line ${line}: namespaces are not supported; use an object`, place);
  } catch (error) {
    throw placed(error, cell);
  }
}

function programOf(code: string): Program {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "script",
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
    });
  } catch (error) {
    throw placed(error, code, STRICT.length);
  }
}

/** Returns a parser's error as a CellError with the line of the cell, which begins `before` characters into the code. */
function placed(error: unknown, code: string, before = 0): unknown {
  if (error instanceof RangeError || error instanceof CellError) return error;
  const { message, pos } = error as { message: string; pos?: number };
  if (pos === undefined) return new CellError("it is not valid TypeScript");
  const lines = code.slice(before, Math.max(before, pos)).split(/\r\n?|\n/), line = lines.length;
  const place = {
    line,
    column: lines.at(-1)!.length,
    text: code.slice(before).split(/\r\n?|\n/)[line - 1],
  };
  return new CellError(`line ${line}: ${message.slice(0, message.lastIndexOf(" ("))}`, place);
}

/** Returns the first line of a namespace, which sucrase silently drops. */
function namespaceLine(cell: string, code: string): number | undefined {
  const left = code.split("\n");
  const line = cell.split("\n").findIndex((text, n) => {
    const words = text.trimStart().slice(0, 100).split(/\s+/), at = words[0] === "export" ? 1 : 0;
    return ["namespace", "module"].includes(words[at]) &&
      /^[\p{ID_Start}$_]/u.test(words[at + 1]) &&
      !left[n].includes(words[at]);
  });
  return line < 0 ? undefined : line + 1;
}
