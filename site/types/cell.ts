import ts from "typescript";
import type { Problem } from "./answers.ts";

/** The names that a cell declares for the cells after it. */
export interface Names {
  values: Set<string>;
  types: Set<string>;
}

const FILE = "/cell.ts";
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  noLib: true,
  noResolve: true,
  types: [],
};

/** A cell by itself: what the compiler reads, its syntax errors, and the names that it declares. */
export class Cell {
  /** The text that the compiler reads; it begins with `lead` characters that are not in the cell. */
  readonly code: string;
  readonly lead: number;
  readonly errors: Problem[];
  readonly names: Names;

  /** Parses a cell as the kernel does, which reads one that begins with { as an object if it can. */
  constructor(readonly text: string) {
    const mayBeObject = text.trimStart().startsWith("{") && !text.trimEnd().endsWith(";");
    const object = mayBeObject ? parsed(`(${text}\n)`) : undefined;
    const isObject = object?.errors.length === 0;
    const { file, errors } = isObject ? object : parsed(text);
    this.code = file.text;
    this.lead = isObject ? 1 : 0;
    this.errors = errors.map((error) => problemOf(error, text, this.lead));
    this.names = namesIn(file);
  }
}

/** Returns the syntax tree of code, and its syntax errors. */
export function parsed(code: string): {
  file: ts.SourceFile;
  errors: readonly ts.DiagnosticWithLocation[];
} {
  const file = ts.createSourceFile(FILE, code, OPTIONS.target!, true);
  const host: ts.CompilerHost = {
    getSourceFile: () => file,
    getDefaultLibFileName: () => "",
    writeFile: () => {},
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (path) => path === FILE,
    readFile: () => undefined,
  };
  const program = ts.createProgram([FILE], OPTIONS, host);
  return { file, errors: program.getSyntacticDiagnostics(file) };
}

/** Returns a diagnostic as a problem of a cell, whose text begins `start` characters into the file. */
export function problemOf(diagnostic: ts.Diagnostic, text: string, start: number): Problem {
  const from = Math.min(Math.max(diagnostic.start! - start, 0), text.length);
  const to = Math.min(from + diagnostic.length!, text.length);
  const line = text.slice(0, from).split("\n").length;
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  return { from, to, line, message, code: diagnostic.code };
}

function namesIn(file: ts.SourceFile): Names {
  const names: Names = { values: new Set(), types: new Set() };
  for (const statement of file.statements) addNames(statement, names);
  addVariables(file, names.values);
  return names;
}

/** Adds the names of a statement at the top level. */
function addNames(statement: ts.Statement, { values, types }: Names): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) addBound(name, values);
  } else if (ts.isImportDeclaration(statement)) {
    for (const name of imported(statement)) {
      values.add(name);
      types.add(name);
    }
  } else if (ts.isFunctionDeclaration(statement)) {
    if (statement.name) values.add(statement.name.text);
  } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    if (!statement.name) return;
    values.add(statement.name.text);
    types.add(statement.name.text);
  } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    types.add(statement.name.text);
  }
}

function imported({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const named = namedBindings && ts.isNamedImports(namedBindings)
    ? namedBindings.elements.map(({ name }) => name)
    : namedBindings && [namedBindings.name];
  return [...name ? [name] : [], ...named ?? []].map(({ text }) => text);
}

/** Adds the names that `var` declares outside functions, blocks included. */
function addVariables(node: ts.Node, values: Set<string>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
    for (const { name } of node.declarations) addBound(name, values);
  }
  ts.forEachChild(node, (child) => addVariables(child, values));
}

function addBound(name: ts.BindingName, values: Set<string>): void {
  if (ts.isIdentifier(name)) values.add(name.text);
  else {
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) addBound(element.name, values);
    }
  }
}
