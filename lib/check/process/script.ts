import ts from "typescript";

/** A cell that can't be read as a program; the message says where. */
export class CellError extends SyntaxError {}

/**
 * A cell of TypeScript as a script for the global scope that behaves as in the notebook's kernel: what it declares is
 * global, a name declared again takes the new value, `await` may stand at the top. Imports are left out: the child
 * has the library's names already and may import nothing. Throws CellError where the cell can't be parsed.
 */
export function scriptOf(cell: string): string {
  const options = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  const { outputText, diagnostics } = ts.transpileModule(cell, {
    reportDiagnostics: true,
    compilerOptions: { ...options, removeComments: true, verbatimModuleSyntax: false },
  });
  const bad = diagnostics?.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (bad) throw new CellError(sentence(bad));
  const file = ts.createSourceFile("cell.js", outputText, ts.ScriptTarget.ESNext, true);
  const names: string[] = [], functions: string[] = [], lines: string[] = [];
  for (const statement of file.statements) {
    const text = statement.getText(file).replace(/^export (default )?/, "");
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.push(text);
    else if (ts.isClassDeclaration(statement) && statement.name) {
      names.push(statement.name.text);
      lines.push(`${statement.name.text} = ${text};`);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        names.push(...bound(name));
        lines.push(`(${name.getText(file)} = ${initializer?.getText(file) ?? "undefined"});`);
      }
    } else lines.push(text);
  }
  const declared = names.length > 0 ? `var ${names.join(", ")};\n` : "";
  return `${declared}${functions.join("\n")}\n(async () => {\n${lines.join("\n")}\n})()`;
}

/** The names that a declaration binds: { a, b: [c] } binds a and c. */
function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? bound(element.name) : []
  );
}

function sentence({ messageText, file, start }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\.$/, "");
  if (!file || start === undefined) return text;
  return `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
}
