import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { root } from "../../tools/paths.ts";
import { homesConfig } from "../../grading/hub.ts";
import { scratch } from "./scratch.ts";

// the code cells of a notebook as JupyterLab sends them to the server
const TEXT = `import { LSTMCell, seeded } from "rnn";
const cell = new LSTMCell(5, 64, seeded(1));
const wrong: number = "x";
const wrong = 3;
const later = await Promise.resolve(cell.params);
cell.params`;

interface Told {
  uri: string;
  diagnostics: { message: string; range: { start: { line: number; character: number } } }[];
}

describe("deno lsp for a notebook of JupyterLab, in a home of a hub", () => {
  let homes: string, uri: string, server: ChildProcess, lab: MessageConnection, told: Told;
  before(async () => {
    homes = await scratch();
    const folder = join(homes, "é, b#%41 [x]");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(homes, "deno.json"), await homesConfig());
    const rootUri = pathToFileURL(folder).href.replaceAll(",", "%2C"); // as JupyterLab encodes it
    uri = `${rootUri}/a.ipynb`;
    const tool = ["run", "-A", "--quiet", join(root, "tools", "lsp.ts")];
    server = spawn(Deno.execPath(), tool, { stdio: ["pipe", "pipe", "inherit"] });
    lab = createMessageConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    const first = Promise.withResolvers<Told>();
    lab.onNotification("textDocument/publishDiagnostics", first.resolve);
    lab.listen();
    await lab.sendRequest("initialize", { processId: null, rootUri, capabilities: {} });
    await lab.sendNotification("initialized", {});
    await lab.sendNotification("workspace/didChangeConfiguration", { settings: {} });
    const textDocument = { uri, languageId: "x.typescript", version: 0, text: TEXT };
    await lab.sendNotification("textDocument/didOpen", { textDocument });
    told = await first.promise;
  });
  after(async () => {
    const ended = new Promise((end) => server.on("exit", end));
    lab.dispose();
    server.stdin!.end();
    expect(await ended).toBe(0);
    await Deno.remove(homes, { recursive: true });
  });

  it("reports a wrong type under the notebook's address, and ignores redeclarations and top-level await", () => {
    expect(told.uri).toBe(uri);
    expect(told.diagnostics.map(({ message, range }) => [message, range.start])).toEqual([
      ["Type 'string' is not assignable to type 'number'.", { line: 2, character: 6 }],
    ]);
  });

  it("shows a name's type and documentation, but not where an error is shown", async () => {
    const hover = (line: number, character: number) =>
      lab.sendRequest("textDocument/hover", {
        textDocument: { uri },
        position: { line, character },
      });
    const said = await hover(0, 12) as { contents: { value: string } };
    expect(said.contents.value).toContain("class LSTMCell");
    expect(said.contents.value).toContain("c_t = f ∘ c_{t−1} + i ∘ g");
    expect(await hover(2, 8)).toBeNull();
  });

  it("completes the names of a cell's weights", async () => {
    const textDocument = { uri, version: 1 };
    const contentChanges = [{ text: `${TEXT}.` }];
    await lab.sendNotification("textDocument/didChange", { textDocument, contentChanges });
    const position = { line: 5, character: 12 };
    const { items } = await lab.sendRequest("textDocument/completion", {
      textDocument: { uri },
      position,
    }) as { items: { label: string }[] };
    const labels = items.map(({ label }) => label);
    for (const name of ["Wxf", "Whf", "bf"]) expect(labels).toContain(name);
  });

  it("puts the names in scope that begin with the typed letters before all others", async () => {
    const textDocument = { uri, version: 2 },
      text = `${TEXT.replace("seeded }", "Matrix, seeded }")}\nmatr`;
    await lab.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges: [{ text }],
    });
    const { items } = await lab.sendRequest("textDocument/completion", {
      textDocument: { uri },
      position: { line: 6, character: 4 },
    }) as { items: { label: string; sortText: string }[] };
    items.sort((a, b) => a.sortText < b.sortText ? -1 : 1);
    expect(items[0].label).toBe("Matrix");
  });
});
