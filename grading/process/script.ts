import { type Declaration, parse, type Pattern, type Program, type Statement } from "acorn";
import amaro from "amaro";
import { RNN } from "./names.ts";

const LONGEST = 100_000; // characters of a cell: a solution has a thousand

/** A cell that can't be read as a program; the message says where. */
export class CellError extends SyntaxError {}

/**
 * A cell of TypeScript as a script for the global scope that behaves as in the notebook's kernel: what it declares is
 * global, a name declared again takes the new value, `await` may stand at the top. The child may import nothing: what is
 * imported from "rnn" is looked up in the library that it holds, and anything else becomes a function that does nothing.
 * Throws CellError where the cell can't be parsed.
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
        names.push(...bound(id));
        if (init) lines.push(`(${text(id)} = ${text(init)});`);
      }
    } else lines.push(text(statement));
  }
  const declared = names.length > 0 ? `var ${names.join(", ")};\n` : "";
  return `${declared}${functions.join("\n")}\n(async () => {\n${lines.join("\n")}\n})()`;
}

/** The cell without its types; throws CellError with the line. */
function javascriptOf(cell: string): string {
  if (cell.length > LONGEST) {
    throw new CellError(`it has ${cell.length} characters, ${LONGEST} at most are read`);
  }
  try {
    return amaro.transformSync(cell, { mode: "transform" }).code;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // the parser itself is broken now
    const { message, startLine } = error as { message: string; startLine?: number };
    throw new CellError(`line ${startLine ?? 1}: ${message}`);
  }
}

/** The statement that a node at the top leaves: none of an import, the declaration of an export. */
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

/** The names that an import binds, each with the value that takes its place. */
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
    const { message } = error as Error; // it ends with its place in code that the student never saw
    throw new CellError(message.replace(/ \(\d+:\d+\)$/, ""));
  }
}

/** The names that a declaration binds: { a, b: [c] } binds a and c. */
function bound(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        bound(part.type === "Property" ? part.value : part.argument)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => element ? bound(element) : []);
    case "AssignmentPattern":
      return bound(pattern.left);
    case "RestElement":
      return bound(pattern.argument);
    default:
      return [];
  }
}

/** The cells of a solution as scripts, and what is wrong with those that can't be read, by their ids. */
export interface Prepared {
  scripts: { id: string; script: string }[];
  problems: Map<string, string>;
}

/** Makes the scripts of a solution's cells. */
export function prepare(cells: { id: string; source: string }[]): Prepared {
  const prepared: Prepared = { scripts: [], problems: new Map() };
  for (const { id, source } of cells) {
    try {
      prepared.scripts.push({ id, script: scriptOf(source) });
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      prepared.problems.set(id, `can't be read: ${error.message}`);
    }
  }
  return prepared;
}
