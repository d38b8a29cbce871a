import ts from "typescript";
import { parsed } from "./cell.ts";

/** Returns code in which names are replaced wherever they stand for a variable or a type. */
export function renamed(code: string, names: Map<string, string>): string {
  if (names.size === 0) return code;
  const { file } = parsed(code);
  let result = "", end = 0;
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node)) {
      const name = names.get(node.text), text = name && replacement(node, name);
      if (!text) return;
      result += code.slice(end, node.getStart(file)) + text;
      end = node.end;
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return result + code.slice(end);
}

/** Returns the text for an identifier that gets a new name; undefined if it is the name of a property or a label. */
function replacement(node: ts.Identifier, name: string): string | undefined {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) {
    return node === parent.name ? `${node.text}: ${name}` : name;
  }
  if (ts.isBindingElement(parent) && node === parent.name && takesProperty(parent)) {
    return `${node.text}: ${name}`;
  }
  if (ts.isImportSpecifier(parent) && !parent.propertyName) return `${node.text} as ${name}`;
  return isProperty(node) ? undefined : name;
}

function takesProperty({ propertyName, dotDotDotToken, parent }: ts.BindingElement): boolean {
  return !propertyName && !dotDotDotToken && ts.isObjectBindingPattern(parent);
}

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return node === parent.name;
  if (ts.isQualifiedName(parent)) return node === parent.right;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) {
    return node === parent.propertyName;
  }
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) {
    return node === parent.label;
  }
  if (ts.isParameter(parent)) return ts.isParameterPropertyDeclaration(parent, parent.parent);
  const hasPropertyName = ts.isPropertyAssignment(parent) || ts.isClassElement(parent) ||
    ts.isTypeElement(parent) || ts.isEnumMember(parent) || ts.isNamedTupleMember(parent) ||
    ts.isMetaProperty(parent) || ts.isImportAttribute(parent);
  return hasPropertyName && node === parent.name;
}
