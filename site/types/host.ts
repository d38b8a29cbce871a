import ts from "typescript";
import type { Declarations } from "./answers.ts";

/** The path of the declarations that need no import, such as that of `console`. */
export const GLOBALS = "/globals.d.ts";

/** The rules by which `deno check` reads the notebooks, as far as they concern types. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts"],
  types: [],
  strict: true,
  noImplicitOverride: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Returns the path of the declarations of a module that a file imports, if there are any. */
export function declarationsOf(
  name: string,
  from: string,
  { modules, files }: Declarations,
): string | undefined {
  const path = name.startsWith(".")
    ? new URL(name, `file://${from}`).pathname.replace(/(\.d)?\.[jt]s$/, ".d.ts")
    : Object.hasOwn(modules, name)
    ? modules[name]
    : "";
  return Object.hasOwn(files, path) ? path : undefined;
}

/** The files that the language service reads: the declarations, and texts that change. */
export class Host implements ts.LanguageServiceHost {
  // without it, the comments are most of the time that the declarations take
  readonly jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  readonly #texts = new Map<string, { text: string; version: number }>();
  #changes = 0;

  constructor(readonly declarations: Declarations) {}

  /** Adds a text, or replaces it. */
  write(path: string, text: string): void {
    if (this.#texts.get(path)?.text === text) return;
    this.#texts.set(path, { text, version: ++this.#changes });
  }

  /** Removes all other texts. */
  retain(paths: Set<string>): void {
    for (const path of this.#texts.keys()) if (!paths.has(path)) this.#texts.delete(path);
  }

  getScriptFileNames(): string[] {
    return [GLOBALS, ...this.#texts.keys()];
  }

  getScriptVersion(path: string): string {
    return String(this.#texts.get(path)?.version ?? 0);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    const text = this.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }

  fileExists(path: string): boolean {
    return this.readFile(path) !== undefined;
  }

  readFile(path: string): string | undefined {
    return this.#texts.get(path)?.text ?? this.declarations.files[path];
  }

  resolveModuleNameLiterals(
    names: readonly ts.StringLiteralLike[],
    from: string,
  ): ts.ResolvedModuleWithFailedLookupLocations[] {
    return names.map(({ text }) => {
      const path = declarationsOf(text, from, this.declarations);
      const resolvedModule = path
        ? { resolvedFileName: path, extension: ts.Extension.Dts, isExternalLibraryImport: true }
        : undefined;
      return { resolvedModule };
    });
  }

  getCompilationSettings(): ts.CompilerOptions {
    return OPTIONS;
  }

  getCurrentDirectory(): string {
    return "/";
  }

  getDefaultLibFileName(): string {
    return "/lib.esnext.d.ts";
  }
}
