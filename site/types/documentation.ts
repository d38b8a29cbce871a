import ts from "typescript";

/** Returns the documentation of the first declaration of a symbol that has one, as plain text; otherwise "". */
export function documentationOf({ declarations = [] }: ts.Symbol): string {
  const texts = declarations.map((declaration) =>
    documentationAt(declaration.getSourceFile().text, statementOf(declaration).getStart())
  );
  return texts.find((text) => text) ?? "";
}

/** Returns the comment that documents the declaration at a place in a file, as plain text; "" if there is none. */
export function documentationAt(text: string, start: number): string {
  const before = text.slice(0, start).trimEnd();
  if (!before.endsWith("*/")) return "";
  const comment = before.slice(before.lastIndexOf("/*"));
  return comment.startsWith("/**") ? plain(comment.slice(3, -2)) : "";
}

/** Removes asterisks, examples, and the marks of links, bold text and code from a comment, and writes tags as words. */
function plain(comment: string): string {
  return comment.replaceAll(/^[ \t]*\*[ \t]?/gm, "")
    .replaceAll(
      /\{@link\w*\s+([^}|\s]+)(?:[|\s]+([^}]*))?\}/g,
      (_, name, label) => label?.trim() || name,
    )
    .replaceAll(/\*\*(\w[^*\n]*)\*\*/g, "$1")
    .replaceAll(/^@example\b[^]*?(?=^@\w|(?![^]))/gm, "")
    .replaceAll(/^@(category|tags)\b.*\n?/gm, "")
    .replaceAll(/^```.*\n?/gm, "")
    .replaceAll(/^@param\s+(\S+)[\s-]*/gm, "`$1`: ")
    .replaceAll(/^@returns?\s+/gm, "Result: ")
    .trim();
}

/** Returns the node before which the documentation stands. */
function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}
