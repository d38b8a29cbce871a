import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { plainEnvironment } from "../lib/notebook/environment.ts";

const REDECLARED = [2300, 2392, 2393, 2451]; // a name declared in two cells, where the kernel takes the later one
const SCRIPT = [1375, 1378]; // top-level await in a notebook without an import, which the kernel allows
const ERROR = 1; // the severity; hints only report names that no cell uses yet

interface Position {
  line: number;
  character: number;
}

interface Diagnostic {
  range: { start: Position; end: Position };
  severity?: number;
  code?: unknown;
}

interface Completion {
  label: string;
  sortText?: string;
}

// deno-lint-ignore no-explicit-any -- fields that are not used here are passed on unchanged
type Message = any;

/**
 * Translates between JupyterLab and `deno lsp`. JupyterLab sends the code cells of a notebook as one text under the
 * notebook's address. The server checks modules, so the text becomes a TypeScript module beside the notebook, with the
 * nearest deno.json as its configuration. Errors that exist in a module but not in a notebook are removed.
 */
export class LspProxy {
  readonly #errors = new Map<string, Diagnostic[]>();
  readonly #addresses = new Map<string, string>(); // of the notebooks, as JupyterLab encodes them
  readonly #texts = new Map<string, string>();
  readonly #typed = new Map<number, string>(); // the letters to complete, by the number of the request
  #settings = {};

  /** Translates a message of JupyterLab for the server. */
  toServer(message: Message): Message {
    const sent = JSON.parse(
      JSON.stringify(message).replaceAll(/"(file:[^"]+\.ipynb)"/g, (_, uri) => {
        this.#addresses.set(decoded(uri), uri);
        return `"${uri}.ts"`;
      }),
    );
    if (sent.method === "initialize") {
      sent.params.initializationOptions = this.#settings = settings(sent.params.rootUri);
    }
    if (sent.method === "workspace/didChangeConfiguration") {
      sent.params.settings = { deno: this.#settings };
    }
    if (sent.method === "textDocument/didOpen") sent.params.textDocument.languageId = "typescript";
    this.#noteTyped(sent);
    return sent;
  }

  /** Translates a message of the server for JupyterLab. */
  toClient(message: Message): Message {
    const sent = JSON.parse(
      JSON.stringify(message).replaceAll(
        /"(file:[^"]+\.ipynb)\.ts"/g,
        (_, uri) => `"${this.#addresses.get(decoded(uri)) ?? uri}"`,
      ),
    );
    if (sent.method === "textDocument/publishDiagnostics") {
      sent.params.diagnostics = sent.params.diagnostics.filter(isError);
      this.#errors.set(sent.params.uri, sent.params.diagnostics);
    }
    const typed = this.#typed.get(sent.id);
    if (typed && !sent.method) sortByStart(sent.result?.items ?? [], typed);
    this.#typed.delete(sent.id);
    return sent;
  }

  /** Keeps the text of a notebook, which JupyterLab sends whole, and the letters before a position to complete. */
  #noteTyped({ id, method, params }: Message): void {
    const uri = params?.textDocument?.uri;
    if (method === "textDocument/didOpen") this.#texts.set(uri, params.textDocument.text);
    if (method === "textDocument/didChange") {
      this.#texts.set(uri, params.contentChanges.at(-1).text);
    }
    if (method !== "textDocument/completion") return;
    const { line, character } = params.position;
    const before = this.#texts.get(uri)?.split("\n")[line]?.slice(0, character) ?? "";
    this.#typed.set(id, before.match(/[\p{L}\p{N}_$]+$/u)?.[0] ?? "");
  }

  /**
   * Returns our own answer to a message of JupyterLab, or undefined if the server should answer. A hover gets an empty
   * answer where an error is shown, because the two would cover each other, and before the server has read the text:
   * JupyterLab sends no further hovers if a notebook is closed while it waits for an answer.
   */
  answer({ id, method, params }: Message): Message | undefined {
    if (method !== "textDocument/hover") return;
    const errors = this.#errors.get(params.textDocument.uri);
    if (errors && !errors.some(({ range }) => contains(range, params.position))) return;
    return { jsonrpc: "2.0", id, result: null };
  }
}

/** Returns a URL without percent-encoding: JupyterLab encodes characters, such as commas, that the server does not. */
function decoded(uri: string): string {
  return URL.canParse(uri) ? fileURLToPath(uri) : uri;
}

function contains({ start, end }: Diagnostic["range"], place: Position): boolean {
  const before = (a: Position, b: Position) =>
    a.line < b.line || a.line === b.line && a.character <= b.character;
  return before(start, place) && before(place, end);
}

/**
 * Puts the names that begin with the typed letters, in either case, before those that only contain them; among each, the
 * server puts the notebook's own names and imports before those of the system.
 */
function sortByStart(items: Completion[], typed: string): void {
  const start = typed.toLowerCase();
  for (const item of items) {
    const rank = item.label.toLowerCase().startsWith(start) ? 0 : 1;
    item.sortText = `${rank}${item.sortText ?? item.label}`;
  }
}

function isError({ severity, code }: Diagnostic): boolean {
  return severity === ERROR && ![...REDECLARED, ...SCRIPT].includes(Number(code));
}

/** Returns the server's settings, with the nearest deno.json in the folder of an address or above it. */
function settings(uri: string): object {
  let folder = fileURLToPath(uri);
  while (!existsSync(join(folder, "deno.json")) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  const path = join(folder, "deno.json");
  const config = existsSync(path) ? { config: pathToFileURL(path).href } : {};
  return { enable: true, lint: false, documentPreloadLimit: 0, ...config };
}

if (import.meta.main) {
  const server = spawn(Deno.execPath(), ["lsp", "--quiet"], {
    env: plainEnvironment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const down = new StreamMessageWriter(server.stdin), up = new StreamMessageWriter(process.stdout);
  const proxy = new LspProxy();
  new StreamMessageReader(process.stdin).listen((message) => {
    const answer = proxy.answer(message);
    return answer ? up.write(answer) : down.write(proxy.toServer(message));
  });
  new StreamMessageReader(server.stdout).listen((message) => up.write(proxy.toClient(message)));
  process.stdin.on("end", () => server.kill()); // JupyterLab has ended
  server.on("exit", (code) => Deno.exit(code ?? 0));
}
