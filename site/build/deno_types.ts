import ts from "typescript";
import { captureOutput } from "../../tools/command.ts";
import { denoOf } from "../kernel/deno.ts";

const GRAPHICS = /^GPU/; // types of WebGPU, which no cell needs

/**
 * Returns the declarations of what a cell can use without an import: those of this Deno, but of the namespace `Deno`
 * only what works in a page.
 */
export async function globalTypes(): Promise<string> {
  const { code, stdout, stderr } = await captureOutput([Deno.execPath(), "types"], {
    env: { NO_COLOR: "1" },
  });
  if (code !== 0) throw new Error(`Cannot read the types of Deno: ${stderr.trim()}`);
  return withoutUnused(stdout, Object.keys(denoOf(() => {})));
}

/** Removes the members of `Deno` that the given ones don't need, and the types of WebGPU. */
export function withoutUnused(text: string, members: string[]): string {
  const file = ts.createSourceFile("deno.d.ts", text, ts.ScriptTarget.ESNext, true);
  return file.statements.map((statement) => {
    if (ts.isModuleDeclaration(statement) && statement.name.text === "Deno") {
      const needed = neededStatements(statement.body as ts.ModuleBlock, members);
      return `declare namespace Deno {${needed.map((part) => part.getFullText()).join("")}\n}\n`;
    }
    return namesOf(statement).some((name) => GRAPHICS.test(name)) ? "" : statement.getFullText();
  }).join("").replaceAll(/^\/\/\/ <reference .*$/gm, "");
}

/** Returns the statements that declare some names, and those that these refer to. */
function neededStatements({ statements }: ts.ModuleBlock, names: string[]): ts.Statement[] {
  const declaring = Map.groupBy(
    statements.flatMap((statement) => namesOf(statement).map((name) => ({ name, statement }))),
    ({ name }) => name,
  );
  const needed = new Set<ts.Statement>(), open = [...names];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) open.push(node.text);
    ts.forEachChild(node, visit);
  };
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { statement } of declaring.get(name) ?? []) {
      if (needed.has(statement)) continue;
      needed.add(statement);
      visit(statement);
    }
  }
  return statements.filter((statement) => needed.has(statement));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.text] : [];
}
