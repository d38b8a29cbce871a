import type {
  AnyNode,
  ClassDeclaration,
  ExportDefaultDeclaration,
  FunctionDeclaration,
  ImportDeclaration,
  Node,
  Program,
  VariableDeclaration,
} from "acorn";
import type { Kind } from "./cell_scope.ts";
import { boundNames, isClosed, isEnum, isPlain, nodesBelow } from "./cell_statements.ts";

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Writes the script of a parsed cell: its functions in their own lines, and below them its other statements. */
export class ScriptWriter {
  readonly #names: Record<Kind, Set<string>> = { let: new Set(), const: new Set(), var: new Set() };
  readonly #edits: Edit[] = [];
  #functions = "";
  #place = 0; // the end of what #functions has the lines of

  /** `start` is where the cell begins in the code; with `declarationsOnly`, nothing but declarations is kept. */
  constructor(
    readonly code: string,
    readonly start: number,
    readonly declarationsOnly: boolean,
  ) {
    this.#place = start;
  }

  /** Adds a statement of the cell's top level. */
  add(node: Program["body"][number]): void {
    switch (node.type) {
      case "ImportDeclaration":
        return this.#import(node);
      case "ExportNamedDeclaration":
        if (!node.declaration) return this.#remove(node);
        this.#replace(node.start, node.declaration.start, ";");
        return this.add(node.declaration);
      case "ExportDefaultDeclaration":
        return this.#default(node);
      case "ExportAllDeclaration":
        return this.#remove(node);
      case "FunctionDeclaration":
        return this.#function(node);
      case "ClassDeclaration":
        return this.#class(node);
      case "VariableDeclaration":
        return this.declarationsOnly ? this.#constants(node) : this.#variables(node);
      default:
        if (this.declarationsOnly && !isEnum(node)) return this.#remove(node);
        return this.#inside(node);
    }
  }

  /** Returns the script, which is empty if it does nothing. */
  toString(): string {
    const { code, start } = this;
    const names = Object.entries(this.#names).map(([kind, names]) => [kind, [...names]]);
    const isEmpty = names.every(([, { length }]) => length === 0);
    if (this.declarationsOnly && isEmpty) return "";
    const declared = isEmpty ? "" : `$cell.declare(${JSON.stringify(Object.fromEntries(names))});`;
    const functions = this.#functions + linesOf(code.slice(this.#place));
    const rest = edited(code, start, code.length, this.#edits);
    return `(async () => { "use strict"; ${declared}${functions}\n${rest}\n})()`;
  }

  #import({ start, end, specifiers, source }: ImportDeclaration): void {
    const names = specifiers.map(({ local }) => local.name), parts: string[] = [];
    let to = "";
    for (const specifier of specifiers) {
      const { name } = specifier.local;
      if (specifier.type === "ImportNamespaceSpecifier") to = `${name} = `;
      else if (specifier.type === "ImportDefaultSpecifier") parts.push(`default: ${name}`);
      else {
        const { imported } = specifier;
        const key = imported.type === "Identifier" ? imported.name : imported.value;
        parts.push(`${JSON.stringify(key)}: ${name}`);
      }
    }
    this.#declare("const", names);
    const all = `${to}await $cell.import(${JSON.stringify(source.value)})`;
    const text = parts.length > 0 ? `({ ${parts.join(", ")} } = ${all})` : all;
    const [open, close] = this.#guard;
    this.#replace(start, end, `${open}${text}; ${keep(names)}${close}`);
  }

  #function(node: FunctionDeclaration): void {
    const { code } = this, { name, start, end } = node.id;
    this.#declare("var", [name]);
    this.#functions += linesOf(code.slice(this.#place, node.start));
    // A function expression without a name gets the one it is assigned to, and looks that up in the global scope.
    const edits = [...importsIn(this.code, node), { start, end, text: "" }].sort(byPlace);
    this.#functions += `;(${name} = ${edited(code, node.start, node.end, edits)});`;
    this.#place = node.end;
    this.#remove(node);
  }

  #class(node: ClassDeclaration): void {
    this.#declare("let", [node.id.name]);
    const [open, close] = this.#guard;
    this.#edits.push({ start: node.start, end: node.start, text: `${open}(${node.id.name} = ` });
    this.#edits.push({ start: node.end, end: node.end, text: `);${close}` });
    this.#edits.push(...importsIn(this.code, node));
  }

  /** Turns a declaration of variables into assignments: `let a = 1, b;` into `{(a = 1, b = undefined);}`. */
  #variables(node: VariableDeclaration): void {
    const names = this.#bind(node), { declarations } = node, last = declarations.at(-1)!;
    this.#replace(node.start, declarations[0].start, "{(");
    this.#withoutValue(node);
    this.#replace(last.end, node.end, `);${node.kind === "var" ? "" : this.#keepOf(node, names)}}`);
    this.#inside(node);
  }

  /** Takes the variables of a declaration whose values need no call. */
  #constants(node: VariableDeclaration): void {
    let place = node.start;
    for (const declarator of node.declarations) {
      const { id, init, start, end } = declarator, names = boundNames(id);
      this.#declare(kindOf(node), names);
      if (isPlain(id) && (init ? isPlain(init) : node.kind !== "var")) {
        this.#replace(place, start, "try {(");
        const value = init ? "" : " = undefined";
        this.#edits.push({
          start: end,
          end,
          text: `${value}); ${this.#keepOf(node, names)}} catch {}`,
        });
        this.#edits.push(...importsIn(this.code, declarator as AnyNode));
        place = end;
      } else {
        this.#replace(place, end, "");
        place = end;
      }
    }
    this.#replace(place, node.end, ";");
  }

  /** Gives `undefined` to a variable without a value; such a `var` keeps the value it has. */
  #withoutValue({ kind, declarations }: VariableDeclaration): void {
    for (const { init, start, end } of declarations) {
      if (init) continue;
      if (kind === "var") this.#replace(start, end, "0");
      else this.#edits.push({ start: end, end, text: " = undefined" });
    }
  }

  /** Makes `var` global in a statement, and replaces its imports. */
  #inside(root: AnyNode): void {
    this.#edits.push(...importsIn(this.code, root));
    const heads = new Set<AnyNode>();
    for (const node of nodesBelow(root, isClosed)) {
      if (node.type === "ForStatement" && node.init) heads.add(node.init);
      if (node.type === "ForInStatement" || node.type === "ForOfStatement") heads.add(node.left);
      if (node === root || node.type !== "VariableDeclaration" || node.kind !== "var") continue;
      if (heads.has(node)) this.#head(node);
      else this.#nested(node);
    }
  }

  /** Turns the `var` in the head of a loop into names or assignments. */
  #head(node: VariableDeclaration): void {
    this.#bind(node);
    this.#replace(node.start, node.declarations[0].start, " ");
    if (node.declarations.some(({ init }) => init)) this.#withoutValue(node);
  }

  #nested(node: VariableDeclaration): void {
    this.#bind(node);
    this.#replace(node.start, node.declarations[0].start, "{(");
    this.#withoutValue(node);
    this.#replace(node.declarations.at(-1)!.end, node.end, ");}");
  }

  #default(node: ExportDefaultDeclaration): void {
    const { declaration, start, end } = node, { type } = declaration;
    const isDeclaration = type === "FunctionDeclaration" || type === "ClassDeclaration";
    if (isDeclaration && declaration.id) {
      this.#replace(start, declaration.start, ";");
      this.add(declaration as FunctionDeclaration | ClassDeclaration);
    } else if (isDeclaration || this.declarationsOnly) this.#replace(start, end, ";");
    else {
      const keyword = this.code.indexOf("default", start) + "default".length;
      this.#replace(start, keyword, ";0,"); // so that { begins an object
      this.#edits.push(...importsIn(this.code, declaration as AnyNode));
    }
  }

  /** Declares the names of a declaration, and returns them. */
  #bind(node: VariableDeclaration): string[] {
    const names = node.declarations.flatMap(({ id }) => boundNames(id));
    this.#declare(kindOf(node), names);
    return names;
  }

  #declare(kind: Kind, names: string[]): void {
    for (const name of names) this.#names[kind].add(name);
  }

  #keepOf(node: VariableDeclaration, names: string[]): string {
    return kindOf(node) === "const" ? keep(names) : "";
  }

  /** What stands around a declaration; if only declarations run, one that fails does not stop the others. */
  get #guard(): [open: string, close: string] {
    return this.declarationsOnly ? ["try {", "} catch {}"] : [";", ""];
  }

  #remove({ start, end }: Node): void {
    this.#replace(start, end, ";");
  }

  /** Replaces a part of the code and keeps its line breaks. */
  #replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text: text + linesOf(this.code.slice(start, end)) });
  }
}

function kindOf({ kind }: VariableDeclaration): Kind {
  return kind === "let" || kind === "var" ? kind : "const";
}

function keep(names: string[]): string {
  return names.length > 0 ? `$cell.keep(${names.map((name) => `"${name}"`).join(", ")});` : "";
}

/** Returns the edits that make each `import(…)` below a node a call of the scope. */
function importsIn(code: string, root: AnyNode): Edit[] {
  if (!code.includes("import")) return []; // most cells have none, and need no search
  return [...nodesBelow(root)].filter(({ type }) => type === "ImportExpression")
    .map(({ start }) => ({ start, end: start + "import".length, text: "$cell.import" }));
}

function linesOf(text: string): string {
  return "\n".repeat(text.split("\n").length - 1);
}

function byPlace(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end;
}

/** Returns a part of the code with the edits in it. */
function edited(code: string, from: number, to: number, edits: Edit[]): string {
  let [text, place] = ["", from];
  for (const { start, end, text: put } of [...edits].sort(byPlace)) {
    text += code.slice(place, start) + put;
    place = end;
  }
  return text + code.slice(place, to);
}
