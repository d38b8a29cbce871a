// Runs in a child process: type-checks the cells of one student at a time with TypeScript's compiler API, which gives
// the position of each error as numbers. A ts.Program contains one student's text and the library's files, and can read
// no others.
import { dirname, join } from "node:path";
import ts from "typescript";
import { encode } from "../judge/values.ts";
import { serve } from "../process/serve.ts";
import type { SolutionCell } from "../process/submission.ts";

/** A type error; its line is counted within the cell. */
export interface TypeError {
  id: string;
  line: number;
  code: number;
  message: string;
}

/** The type errors that are reported of one student, and the number of those that are left out. */
export interface TypeErrors {
  errors: TypeError[];
  more: number;
}

// In a notebook a name may be declared again, and a function may be defined in a later cell, so these are not errors.
const IGNORED = [2451, 2393, 2300, 2440, 2323];
const MAX_ERRORS = 5; // of one student, unless more cells have one
const MAX_MESSAGE = 300; // characters
const [root] = Deno.args;
const STUDENT = join(root, "student.ts"), AMBIENT = join(root, "ambient.d.ts");
const LIBRARY = join(root, "lib"), ENTRY = join(LIBRARY, "mod.ts");
const STANDARD = dirname(ts.getDefaultLibFilePath({}));
// All modules but `rnn` are untyped, because a solution cannot import them when it is graded. The types of the Web APIs
// would take seconds to read.
const UNTYPED = [
  ...["Deno", "display", "console", "performance", "crypto", "structuredClone", "queueMicrotask"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "fetch", "URL", "navigator"],
  ...["TextEncoder", "TextDecoder", "alert", "prompt", "confirm", "btoa", "atob"],
];
const DECLARATIONS = `declare module "*";\ndeclare const ${UNTYPED.join(": any, ")}: any;\n`;

const options: ts.CompilerOptions = {
  ...{
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.esnext.d.ts"],
  },
  ...{
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
  },
  ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true },
};

const parsed = new Map<string, ts.SourceFile | undefined>(); // of the library and of TypeScript
let before: ts.Program | undefined;

/** A compiler host that knows one student's text, the library and the standard types. */
function hostOf(student: ts.SourceFile): ts.CompilerHost {
  const mayRead = (path: string) =>
    path.startsWith(LIBRARY) && path.endsWith(".ts") || path.startsWith(STANDARD);
  const read = (path: string) => {
    if (path === AMBIENT) return DECLARATIONS;
    if (!mayRead(path)) return;
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return;
    }
  };
  const parse = (path: string) => {
    const text = read(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, options.target!);
  };
  return {
    getSourceFile: (path) => {
      if (path === STUDENT) return student;
      if (!parsed.has(path)) parsed.set(path, parse(path));
      return parsed.get(path);
    },
    fileExists: (path) =>
      path === STUDENT || parsed.get(path) !== undefined || read(path) !== undefined,
    readFile: read,
    resolveModuleNameLiterals: (names, from) =>
      names.map(({ text }) => ({ resolvedModule: moduleNamed(text, from) })),
    getDefaultLibFileName: () => join(STANDARD, "lib.esnext.d.ts"),
    getDefaultLibLocation: () => STANDARD,
    writeFile: () => {},
    getCurrentDirectory: () => root,
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
}

/** Resolves `rnn` and the library's own files; all other imports have no types. */
function moduleNamed(name: string, from: string): ts.ResolvedModuleFull | undefined {
  const inLibrary = from.startsWith(LIBRARY) && name.startsWith(".");
  const path = name === "rnn" ? ENTRY : inLibrary ? join(dirname(from), name) : undefined;
  return path ? { resolvedFileName: path, extension: ts.Extension.Ts } : undefined;
}

/** Returns the type errors in the cells of a student, each once. */
function check(cells: SolutionCell[]): TypeErrors {
  const starts: number[] = [];
  let text = "";
  for (const { source } of cells) {
    starts.push(text.length);
    text += source + "\n";
  }
  const student = ts.createSourceFile(STUDENT, text, options.target!);
  const program = ts.createProgram({
    rootNames: [STUDENT, AMBIENT],
    options,
    host: hostOf(student),
    oldProgram: before,
  });
  before = program;
  const found = program.getSemanticDiagnostics(program.getSourceFile(STUDENT));
  const all = found.flatMap(({ code, start, messageText }) => {
    const at = starts.findLastIndex((first) => first <= (start ?? -1));
    if (at < 0 || cells[at].id === "" || IGNORED.includes(code)) return [];
    const lineOf = (position: number) => student.getLineAndCharacterOfPosition(position).line;
    const line = lineOf(start!) - lineOf(starts[at]) + 1;
    const message = typeof messageText === "string" ? messageText : messageText.messageText;
    return [{ id: cells[at].id, line, code, message: message.slice(0, MAX_MESSAGE) }];
  });
  return selected(all);
}

/** Returns the first error of each cell, and others up to the limit; an error that occurs twice in a line counts once. */
function selected(all: TypeError[]): TypeErrors {
  const firstOf = (errors: TypeError[], key: (error: TypeError) => string) =>
    [...Map.groupBy(errors, key).values()].map(([first]) => first);
  const distinct = firstOf(all, ({ id, line, code }) => `${id} ${line} ${code}`);
  const firsts = firstOf(distinct, ({ id }) => id);
  const others = distinct.filter((error) => !firsts.includes(error));
  const taken = [...firsts, ...others.slice(0, Math.max(0, MAX_ERRORS - firsts.length))];
  const errors = distinct.filter((error) => taken.includes(error));
  return { errors, more: distinct.length - errors.length };
}

// deno-lint-ignore require-await -- serve() waits for it
await serve(async ({ calls }, respond) => {
  for (const { args: [cells] } of calls) {
    try {
      respond({ value: encode({ ...check(cells) }) });
    } catch (error) {
      respond({ error: String(error).slice(0, MAX_MESSAGE) });
    }
  }
});
