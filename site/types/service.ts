import ts from "typescript";
import type { CompletionName, Declarations, Explanation, Meaning, Problem } from "./answers.ts";
import { Cell, problemOf } from "./cell.ts";
import { documentationAt, documentationOf } from "./documentation.ts";
import { Host } from "./host.ts";
import { isMarkedName, type Joined, joinedFor, withReadersNames } from "./joined.ts";

/** A place in a cell: the index of the cell, and the characters before it. */
export interface Place {
  cell: number;
  offset: number;
}

/** TypeScript's language service for the cells of one notebook. */
export class NotebookService {
  readonly #host: Host;
  readonly #service: ts.LanguageService;
  #cells: Cell[] = [];
  #valid: Cell[]; // each cell as it last was without a syntax error

  /** `texts` are the cells as the page was built. */
  constructor(declarations: Declarations, texts: string[]) {
    this.#host = new Host(declarations);
    this.#service = ts.createLanguageService(this.#host);
    this.#valid = texts.map(() => new Cell(""));
    this.#read(texts);
  }

  /**
   * Returns the errors of each cell. A cell with a syntax error has only that, and the other cells see it as it was
   * before.
   */
  problems(texts: string[]): Problem[][] {
    this.#read(texts);
    const views = this.#valid.map((_, n) => joinedFor(this.#valid, n));
    for (const view of views) this.#host.write(pathOf(view), view.text);
    this.#host.retain(new Set(views.map(pathOf)));
    const found = new Map(
      views.map(pathOf).map((path) => [path, this.#service.getSemanticDiagnostics(path)]),
    );
    return this.#cells.map(({ errors }, n) => {
      if (errors.length > 0) return errors;
      const { text } = this.#valid[n], start = views[n].starts[n];
      return found.get(pathOf(views[n]))!
        .filter((one) => one.start! >= start && one.start! <= start + text.length)
        .map((one) => problemOf(one, text, start))
        .map((problem) => ({ ...problem, message: withReadersNames(problem.message) }));
    });
  }

  /** Returns the meaning of the name at a place. */
  meaning(texts: string[], place: Place): Meaning | undefined {
    const { path, start } = this.#look(texts, place), position = start + place.offset;
    const info = this.#service.getQuickInfoAtPosition(path, position);
    if (!info || info.kind === ts.ScriptElementKind.moduleElement) return undefined; // a path
    const from = info.textSpan.start - start, to = from + info.textSpan.length;
    const type = typeText(info.displayParts);
    return { from, to, type, documentation: this.#documentation(path, position) };
  }

  /** Returns the names that fit at a place. */
  completions(texts: string[], place: Place): CompletionName[] {
    const { path, start } = this.#look(texts, place);
    const found = this.#service.getCompletionsAtPosition(path, start + place.offset, {
      includeCompletionsForModuleExports: false,
    });
    return (found?.entries ?? []).filter(({ name }) => !isMarkedName(name))
      .map(({ name, kind, sortText }) => ({ name, kind, sortKey: sortText }));
  }

  /** Returns the meaning of a name that fits at a place. */
  meaningOf(name: string, texts: string[], place: Place): Explanation | undefined {
    const { path, start } = this.#look(texts, place),
      at = [path, start + place.offset, name] as const;
    const details = this.#service.getCompletionEntryDetails(
      ...at,
      {},
      undefined,
      undefined,
      undefined,
    );
    const symbol = this.#service.getCompletionEntrySymbol(...at, undefined);
    return details && {
      type: typeText(details.displayParts),
      documentation: symbol ? documentationOf(symbol) : "",
    };
  }

  #read(texts: string[]): void {
    this.#cells = texts.map((text, n) =>
      text === this.#cells[n]?.text ? this.#cells[n] : new Cell(text)
    );
    this.#valid = this.#cells.map((cell, n) => cell.errors.length > 0 ? this.#valid[n] : cell);
  }

  /** Lets the service read the notebook as one cell sees it, with the text that this cell has now. */
  #look(texts: string[], { cell }: Place): { path: string; start: number } {
    this.#read(texts);
    const view = joinedFor(this.#valid.with(cell, this.#cells[cell]), cell), path = pathOf(view);
    this.#host.write(path, view.text);
    return { path, start: view.starts[cell] };
  }

  #documentation(path: string, position: number): string {
    const places = this.#service.getDefinitionAtPosition(path, position) ?? [];
    const texts = places.map(({ fileName, contextSpan, textSpan }) =>
      documentationAt(this.#host.readFile(fileName)!, (contextSpan ?? textSpan).start)
    );
    return texts.find((text) => text) ?? "";
  }
}

/** Returns the path of a view, by which the service knows it again after a change. */
function pathOf({ key }: Joined): string {
  return `/notebook-${encodeURIComponent(key)}.ts`;
}

/** Returns the type of a name, without the import by which the cell has it. */
function typeText(parts?: ts.SymbolDisplayPart[]): string {
  const text = withReadersNames(ts.displayPartsToString(parts));
  return text.replace(/^\(alias\) /, "").replace(/\nimport .*$/, "");
}
