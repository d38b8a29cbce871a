import { type Declaration, parse, type Pattern, type Program, type Statement } from "acorn";
import amaro from "amaro";

/** A cell that can't be read as a program; the message says where. */
export class CellError extends SyntaxError {}

/**
 * A cell of TypeScript as a script for the global scope that behaves as in the notebook's kernel: what it declares is
 * global, a name declared again takes the new value, `await` may stand at the top. Imports are left out: the child
 * has the library's names already and may import nothing. Throws CellError where the cell can't be parsed.
 */
export function scriptOf(cell: string): string {
  const code = javascriptOf(cell);
  const names: string[] = [], functions: string[] = [], lines: string[] = [];
  for (const statement of statementsOf(code)) {
    const text = ({ start, end }: { start: number; end: number }) => code.slice(start, end);
    if (statement.type === "FunctionDeclaration") functions.push(text(statement));
    else if (statement.type === "ClassDeclaration") {
      names.push(statement.id.name);
      lines.push(`${statement.id.name} = ${text(statement)};`);
    } else if (statement.type === "VariableDeclaration") {
      for (const { id, init } of statement.declarations) {
        names.push(...bound(id));
        lines.push(`(${text(id)} = ${init ? text(init) : "undefined"});`);
      }
    } else lines.push(text(statement));
  }
  const declared = names.length > 0 ? `var ${names.join(", ")};\n` : "";
  return `${declared}${functions.join("\n")}\n(async () => {\n${lines.join("\n")}\n})()`;
}

/** The cell without its types; throws CellError with the line. */
function javascriptOf(cell: string): string {
  try {
    return amaro.transformSync(cell, { mode: "transform" }).code;
  } catch (error) {
    const { message, startLine } = error as { message: string; startLine?: number };
    throw new CellError(`line ${startLine ?? 1}: ${message}`);
  }
}

/** The statements at the top, imports left out and what is exported as it stands. */
function statementsOf(code: string): (Statement | Declaration)[] {
  return programOf(code).body.flatMap((node): (Statement | Declaration)[] => {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "ExportDefaultDeclaration":
        return [];
      case "ExportNamedDeclaration":
        return node.declaration ? [node.declaration] : [];
      default:
        return [node];
    }
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
