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
import {
  boundNames,
  hasValue,
  importText,
  isClosed,
  isEnum,
  isPlain,
  nodesBelow,
} from "./cell_statements.ts";
import { CodeEdits, linesOf } from "./code_edits.ts";

/** Writes the script of a parsed cell: its functions on their own lines, and its other statements below them. */
export class ScriptWriter {
  readonly #names: Record<Kind, Set<string>> = { let: new Set(), const: new Set(), var: new Set() };
  readonly #edits: CodeEdits;
  #functions = "";
  #place = 0; // the end of the code whose lines are in #functions

  readonly declarationsOnly: boolean;

  /** `start` is where the cell begins in the code; with `declarationsOnly`, only declarations are kept. */
  constructor(readonly code: string, readonly start: number, { declarationsOnly = false } = {}) {
    this.declarationsOnly = declarationsOnly;
    this.#place = start;
    this.#edits = new CodeEdits(code);
  }

  /** Stores the value of the statements in `$cell.value`: that of the last expression statement that was executed. */
  keepValueOf(statements: Program["body"]): void {
    const last = statements.findLast(hasValue);
    if (!last) return;
    const finalizers = new Set<AnyNode>(); // whose values do not count
    for (const node of nodesBelow(last, (node) => isClosed(node) || finalizers.has(node))) {
      if (node.type === "TryStatement" && node.finalizer) finalizers.add(node.finalizer);
      if (node.type !== "ExpressionStatement") continue;
      const { start, end } = node, hasSemicolon = this.code[end - 1] === ";";
      this.#edits.insert(start, "$cell.value = (");
      this.#edits.insert(hasSemicolon ? end - 1 : end, hasSemicolon ? ")" : ");");
    }
  }

  /** Adds a statement of the cell's top level. */
  add(node: Program["body"][number]): void {
    switch (node.type) {
      case "ImportDeclaration":
        return this.#import(node);
      case "ExportNamedDeclaration":
        if (!node.declaration) return this.#remove(node);
        this.#edits.replace(node.start, node.declaration.start, ";");
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
        if (!this.declarationsOnly) return this.#inside(node);
        return isEnum(node) ? this.#enclose(node) : this.#remove(node);
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
    const rest = this.#edits.applied(start, code.length);
    return `(async () => { "use strict"; ${declared}${functions}\n${rest}\n})()`;
  }

  #import(node: ImportDeclaration): void {
    const names = node.specifiers.map(({ local }) => local.name);
    this.#declare("const", names);
    const [open, close] = this.#guard;
    const text = `${open}${importText(node)}; ${keep(names)}${close}`;
    this.#edits.replace(node.start, node.end, text);
  }

  #function(node: FunctionDeclaration): void {
    const { code } = this, { name, start, end } = node.id;
    this.#declare("var", [name]);
    this.#functions += linesOf(code.slice(this.#place, node.start));
    // An anonymous function expression gets the name that it is assigned to, and looks that name up in the global
    // scope.
    const edits = new CodeEdits(code);
    edits.replace(start, end, "");
    edits.replaceImports(node);
    this.#functions += `;(${name} = ${edits.applied(node.start, node.end)});`;
    this.#place = node.end;
    this.#remove(node);
  }

  #class(node: ClassDeclaration): void {
    this.#declare("let", [node.id.name]);
    const [open, close] = this.#guard;
    this.#edits.insert(node.start, `${open}(${node.id.name} = `);
    this.#edits.insert(node.end, `);${close}`);
    this.#edits.replaceImports(node);
  }

  /** Turns a declaration of variables into assignments: `let a = 1, b;` into `{(a = 1, b = undefined);}`. */
  #variables(node: VariableDeclaration): void {
    const names = this.#bind(node), { declarations } = node, last = declarations.at(-1)!;
    this.#edits.replace(node.start, declarations[0].start, "{(");
    this.#withoutValue(node);
    this.#edits.replace(
      last.end,
      node.end,
      `);${node.kind === "var" ? "" : this.#keepOf(node, names)}}`,
    );
    this.#inside(node);
  }

  /** Keeps those variables of a declaration whose values need no call. */
  #constants(node: VariableDeclaration): void {
    let place = node.start;
    for (const declarator of node.declarations) {
      const { id, init, start, end } = declarator, names = boundNames(id);
      this.#declare(kindOf(node), names);
      if (isPlain(id) && (init ? isPlain(init) : node.kind !== "var")) {
        this.#edits.replace(place, start, "try {(");
        const value = init ? "" : " = undefined";
        this.#edits.insert(end, `${value}); ${this.#keepOf(node, names)}} catch {}`);
        this.#edits.replaceImports(declarator as AnyNode);
        place = end;
      } else {
        this.#edits.replace(place, end, "");
        place = end;
      }
    }
    this.#edits.replace(place, node.end, ";");
  }

  /** Sets a variable without an initialiser to `undefined`, but lets such a `var` keep its value. */
  #withoutValue({ kind, declarations }: VariableDeclaration): void {
    for (const { init, start, end } of declarations) {
      if (init) continue;
      if (kind === "var") this.#edits.replace(start, end, "0");
      else this.#edits.insert(end, " = undefined");
    }
  }

  /** Makes each `var` inside a statement global, and replaces its imports. */
  #inside(root: AnyNode): void {
    this.#edits.replaceImports(root);
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
    this.#edits.replace(node.start, node.declarations[0].start, " ");
    if (node.declarations.some(({ init }) => init)) this.#withoutValue(node);
  }

  #nested(node: VariableDeclaration): void {
    this.#bind(node);
    this.#edits.replace(node.start, node.declarations[0].start, "{(");
    this.#withoutValue(node);
    this.#edits.replace(node.declarations.at(-1)!.end, node.end, ");}");
  }

  #default(node: ExportDefaultDeclaration): void {
    const { declaration, start, end } = node, { type } = declaration;
    const isDeclaration = type === "FunctionDeclaration" || type === "ClassDeclaration";
    if (isDeclaration && declaration.id) {
      this.#edits.replace(start, declaration.start, ";");
      this.add(declaration as FunctionDeclaration | ClassDeclaration);
    } else if (isDeclaration || this.declarationsOnly) this.#edits.replace(start, end, ";");
    else {
      const keyword = this.code.indexOf("default", start) + "default".length;
      this.#edits.replace(start, keyword, ";0,"); // so that { begins an object
      this.#edits.replaceImports(declaration as AnyNode);
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

  /** The text around a declaration: if only declarations run, one that fails does not stop the others. */
  get #guard(): [open: string, close: string] {
    return this.declarationsOnly ? ["try {", "} catch {}"] : [";", ""];
  }

  #enclose({ start, end }: Node): void {
    const [open, close] = this.#guard;
    this.#edits.insert(start, open);
    this.#edits.insert(end, close);
  }

  #remove({ start, end }: Node): void {
    this.#edits.replace(start, end, ";");
  }
}

function kindOf({ kind }: VariableDeclaration): Kind {
  return kind === "let" || kind === "var" ? kind : "const";
}

function keep(names: string[]): string {
  return names.length > 0 ? `$cell.keep(${names.map((name) => `"${name}"`).join(", ")});` : "";
}
