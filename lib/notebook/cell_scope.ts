/** The kinds of declarations that the kernel distinguishes: a name keeps its kind. */
export type Kind = "let" | "const" | "var";

const define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor; // kept before a cell can change them

/**
 * The names that the scripts of `compileCell` declare, as properties of a global object. They follow the kernel's
 * rules: a name may be declared again as the same kind but cannot be read before it has a value, and a constant cannot
 * be reassigned.
 */
export class CellScope {
  readonly #kinds = new Map<string, Kind>();
  /** The value of the last cell whose script keeps it. */
  value: unknown;

  /**
   * `modules` returns what an import of the given name yields; `isStatic` is true for an import statement and false for
   * a call of `import()`.
   */
  constructor(
    readonly global: object,
    readonly modules: (name: string, isStatic: boolean) => unknown,
  ) {}

  /**
   * Declares the names of a cell before any of its statements runs. Throws SyntaxError if one of them was declared as
   * another kind, in which case none is declared.
   */
  declare(names: Record<Kind, string[]>): void {
    const kinds = ["let", "const", "var"] as const;
    const all = kinds.flatMap((kind) => names[kind].map((name) => ({ name, kind })));
    for (const { name, kind } of all) {
      const known = this.#kinds.get(name) ?? kind;
      if (known !== kind || !this.#isFree(name)) {
        throw new SyntaxError(`Identifier '${name}' has already been declared`);
      }
    }
    for (const { name, kind } of all) this.#declare(name, kind);
  }

  /** Makes names read-only, after their constants have received their values. */
  keep(...names: string[]): void {
    for (const name of names) this.#define(name, describe(this.global, name)?.value, false);
  }

  /** Imports a module as the statement `import … from "name"` does. */
  async importStatic(name: string): Promise<unknown> {
    return await this.modules(name, true);
  }

  /** Imports a module as `import(name)` does. */
  async import(name: unknown): Promise<unknown> {
    return await this.modules(`${name}`, false);
  }

  #declare(name: string, kind: Kind): void {
    const isKnown = this.#kinds.has(name), now = describe(this.global, name);
    this.#kinds.set(name, kind);
    if (isKnown && now && "value" in now) this.#define(name, now.value, true);
    else if (kind !== "var") this.#await(name);
    else if (!now) this.#define(name, undefined, true);
  }

  #define(name: string, value: unknown, writable: boolean): void {
    define(this.global, name, { value, writable, enumerable: true, configurable: true });
  }

  /** Leaves a name without a value until its first assignment. */
  #await(name: string): void {
    define(this.global, name, {
      get() {
        throw new ReferenceError(`${name} is not defined`);
      },
      set: (value) => this.#define(name, value, true),
      enumerable: true,
      configurable: true,
    });
  }

  #isFree(name: string): boolean {
    return describe(this.global, name)?.configurable !== false;
  }
}
