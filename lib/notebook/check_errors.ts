/** An error in the output of `deno check`. */
export interface CheckError {
  /** TypeScript's number of the error, such as "TS2322". */
  code: string;
  /** TypeScript's description, possibly of several lines. */
  message: string;
  /** The file's URL. */
  file: string;
  /** The position in the file, line and column counted from 1. */
  line: number;
  column: number;
  /** The line of source, and a line below it that marks the position with ^~~~; both "" where Deno omits them. */
  source: string;
  marks: string;
}

// "TS2322 [ERROR]: …", perhaps more lines, the source, a mark under it, "at file:///…:LINE:COLUMN"; explanations follow
const ERROR =
  /^(TS\d+) \[ERROR\]: ([^]*?)\n(?:(.*)\n *(\^|~+)\n)? +at (file:\S+):(\d+):(\d+)(?=\n|$)/;

/**
 * Parses the errors in what `deno check` wrote to stderr with NO_COLOR set, in their order. Returns none for failures that
 * have no number, such as invalid syntax.
 */
export function parseCheckErrors(output: string): CheckError[] {
  return output.split(/\n(?=TS\d+ \[ERROR\])/).flatMap((part) => {
    const match = part.match(ERROR);
    if (!match) return [];
    const [, code, message, source = "", mark = "", file] = match;
    const [line, column] = match.slice(6).map(Number);
    const marks = mark && " ".repeat(column - 1) + "^" + mark.slice(1);
    return [{ code, message, file, line, column, source, marks }];
  });
}
