import type { AnyNode, ImportDeclaration, Pattern } from "acorn";

/** Returns the names that a declaration binds: { a, b: [c] } binds a and c. */
export function boundNames(pattern: Pattern): string[] {
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

/** Returns the assignment that an import becomes: `({ "a": b } = await $cell.importStatic("name"))`. */
export function importText({ specifiers, source }: ImportDeclaration): string {
  const parts: string[] = [];
  let whole = "";
  for (const specifier of specifiers) {
    const { name } = specifier.local;
    if (specifier.type === "ImportNamespaceSpecifier") whole = `${name} = `;
    else if (specifier.type === "ImportDefaultSpecifier") parts.push(`default: ${name}`);
    else {
      const { imported } = specifier;
      const key = imported.type === "Identifier" ? imported.name : imported.value;
      parts.push(`${JSON.stringify(key)}: ${name}`);
    }
  }
  const value = `${whole}await $cell.importStatic(${JSON.stringify(source.value)})`;
  return parts.length > 0 ? `({ ${parts.join(", ")} } = ${value})` : value;
}

/** Returns the direct children of a node. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter((value) => typeof value?.type === "string");
}

/**
 * Yields a node and all nodes below it, but not those below nodes for which `stops` is true; it is not recursive, so
 * that deep code cannot overflow the call stack.
 */
export function* nodesBelow(
  root: AnyNode,
  stops: (node: AnyNode) => boolean = () => false,
): Generator<AnyNode> {
  const left = [root];
  while (left.length > 0) {
    const node = left.pop()!;
    yield node;
    if (!stops(node)) { for (const child of childrenOf(node)) left.push(child); }
  }
}

/** Returns whether a node is a function or a class, whose variables are its own. */
export function isClosed({ type }: AnyNode): boolean {
  return type.includes("Function") || type.startsWith("Class");
}

/** Returns whether a statement determines the value of a script that it ends; declarations leave the value as it is. */
export function hasValue(statement: AnyNode): boolean {
  if (statement.type === "BlockStatement") return statement.body.some(hasValue);
  return !/Declaration$|^EmptyStatement$/.test(statement.type);
}

const ACTIONS = [
  ...["CallExpression", "NewExpression", "TaggedTemplateExpression", "AwaitExpression"],
  ...["ImportExpression", "YieldExpression", "AssignmentExpression", "UpdateExpression"],
];

/** Returns whether evaluating an expression calls nothing except functions of Math, and assigns nothing. */
export function isPlain(expression: AnyNode): boolean {
  if (isImport(expression)) return true;
  for (const node of nodesBelow(expression, isClosed)) {
    if (node.type === "UnaryExpression" && node.operator === "delete") return false;
    if (ACTIONS.includes(node.type) && !isMath(node)) return false;
  }
  return true;
}

/** Returns whether a node is `await import("…")`. */
function isImport(node: AnyNode): boolean {
  return node.type === "AwaitExpression" && node.argument.type === "ImportExpression" &&
    node.argument.source.type === "Literal";
}

/** Returns whether a node calls a function of Math by its name. */
function isMath(node: AnyNode): boolean {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object, computed } = node.callee;
  return !computed && object.type === "Identifier" && object.name === "Math";
}

/**
 * Returns whether a statement fills an enum in the form that sucrase generates: `(function (E) { … })(E || (E = {}))`.
 */
export function isEnum(node: AnyNode): boolean {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression") {
    return false;
  }
  const { callee, arguments: [argument] } = node.expression;
  return callee.type === "FunctionExpression" && argument?.type === "LogicalExpression" &&
    argument.right.type === "AssignmentExpression";
}
