import { type Declaration, parse, type Pattern, type Program, type Statement } from "acorn";
import amaro from "amaro";
import { RNN } from "./names.ts";

const MAX_LENGTH = 100_000; // characters of a cell: a solution has about a thousand

/** A cell that cannot be parsed; the message says where. */
export class CellError extends SyntaxError {}

/**
 * Compiles a TypeScript cell to a script that behaves as in the notebook's kernel: declarations are global, a name that
 * is declared again has the new value, and `await` is allowed at the top level. The child cannot import modules, so
 * imports from "rnn" become look-ups in its library, and all other imports become functions that do nothing.
 * Throws CellError if the cell cannot be parsed.
 */
export function scriptOf(cell: string): string {
  const code = javascriptOf(cell);
  const names: string[] = [], functions: string[] = [], lines: string[] = [];
  const text = ({ start, end }: { start: number; end: number }) => code.slice(start, end);
  const program = programOf(code);
  for (const [name, value] of program.body.flatMap(importsOf)) {
    names.push(name);
    lines.push(`${name} = ${value};`);
  }
  for (const statement of program.body.flatMap(statementsOf)) {
    if (statement.type === "FunctionDeclaration") functions.push(text(statement));
    else if (statement.type === "ClassDeclaration") {
      names.push(statement.id.name);
      lines.push(`${statement.id.name} = ${text(statement)};`);
    } else if (statement.type === "VariableDeclaration") {
      for (const { id, init } of statement.declarations) {
        for (const name of boundNames(id)) names.push(name);
        if (init) lines.push(`(${text(id)} = ${text(init)});`);
      }
    } else lines.push(text(statement));
  }
  const declared = names.length > 0 ? `var ${names.join(", ")};\n` : "";
  return `${declared}${functions.join("\n")}\n(async () => {\n${lines.join("\n")}\n})()`;
}

/** Removes the types of a cell. Throws CellError with the line if it cannot be parsed. */
function javascriptOf(cell: string): string {
  if (cell.length > MAX_LENGTH) {
    throw new CellError(`it has ${cell.length} characters, at most ${MAX_LENGTH} are allowed`);
  }
  try {
    return amaro.transformSync(cell, { mode: "transform" }).code;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // the parser itself cannot be used any more
    const { message, startLine } = error as { message: string; startLine?: number };
    throw new CellError(`line ${startLine ?? 1}: ${message}`);
  }
}

/** Returns the statement of a top-level node: none for an import, the declaration for an export. */
function statementsOf(node: Program["body"][number]): (Statement | Declaration)[] {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return [];
    case "ExportDefaultDeclaration":
      return "id" in node.declaration && node.declaration.id
        ? [node.declaration as Declaration]
        : [];
    case "ExportNamedDeclaration":
      return node.declaration ? [node.declaration] : [];
    default:
      return [node];
  }
}

/** Returns the names that an import binds, each with the expression that replaces it. */
function importsOf(node: Program["body"][number]): [name: string, value: string][] {
  if (node.type !== "ImportDeclaration") return [];
  const known = node.source.value === "rnn";
  return node.specifiers.map((specifier) => {
    const { name } = specifier.local;
    if (!known) return [name, "() => {}"];
    if (specifier.type !== "ImportSpecifier") return [name, RNN];
    const { imported } = specifier;
    return [name, `${RNN}.${imported.type === "Identifier" ? imported.name : name}`];
  });
}

function programOf(code: string): Program {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    const { message } = error as Error; // it ends with a place in the code without types, which the student never saw
    throw new CellError(message.replace(/ \(\d+:\d+\)$/, ""));
  }
}

/** Returns the names that a declaration binds: { a, b: [c] } binds a and c. */
function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        boundNames(part.type === "Property" ? part.value : part.argument)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => element ? boundNames(element) : []);
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** The cells of a solution as scripts, and by cell id what is wrong with those that cannot be parsed. */
export interface CompiledCells {
  scripts: { id: string; script: string }[];
  problems: Map<string, string>;
}

/** Compiles the cells of a solution. */
export function compileCells(cells: { id: string; source: string }[]): CompiledCells {
  const compiled: CompiledCells = { scripts: [], problems: new Map() };
  for (const { id, source } of cells) {
    try {
      compiled.scripts.push({ id, script: scriptOf(source) });
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      compiled.problems.set(id, `cannot be parsed: ${error.message}`);
    }
  }
  return compiled;
}
