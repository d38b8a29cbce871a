import { main } from "./command.ts";

// deno run -A tools/lsp.ts: between JupyterLab and `deno lsp`. JupyterLab shows a notebook to the server as one text under
// the address of a hidden file, in a language that it names after the kernel's MIME type; here it becomes a TypeScript
// module beside the notebook, so that the nearest deno.json holds.
type Message = Record<string, unknown>;

const HIDDEN = "/.virtual_documents/";
const MODULE = ".ts"; // 07_memory.ipynb.ts
const REDECLARED = [2300, 2392, 2393, 2451, 6200]; // a name declared in two cells: the kernel takes the later
const SCRIPT = [1375, 1378]; // await in a notebook without an import: the kernel allows it

/** A message of JupyterLab as the server understands it. */
export function toServer(text: string): string {
  const message: Message = JSON.parse(text, (key, value) => {
    if (key === "languageId") return "typescript";
    if (typeof value !== "string" || !value.startsWith("file://")) return value;
    const path = value.replace(HIDDEN, "/").replace(/\/\.virtual_documents$/, "");
    return path.endsWith(".ipynb") ? path + MODULE : path;
  });
  if (message.method === "initialize") {
    (message.params as Message).initializationOptions = { enable: true, lint: false };
  }
  return JSON.stringify(message);
}

/** A message of the server as JupyterLab understands it; hidden is the folder's address that it gave first. */
export function toLab(text: string, base: string): string {
  const message: Message = JSON.parse(text, (_, value) => {
    if (typeof value !== "string" || !value.startsWith("file://")) return value;
    if (!value.endsWith(".ipynb" + MODULE)) return value;
    return value.slice(0, -MODULE.length).replace(base, base + HIDDEN.slice(0, -1));
  });
  if (message.method === "textDocument/publishDiagnostics") {
    const params = message.params as { diagnostics: { code?: unknown }[] };
    const false_ = [...REDECLARED, ...SCRIPT];
    params.diagnostics = params.diagnostics.filter(({ code }) => !false_.includes(Number(code)));
  }
  return JSON.stringify(message);
}

/** Messages in a stream: a header with the length in bytes, an empty line, so many bytes. */
export async function* messagesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = new Uint8Array();
  for await (const part of stream) {
    const longer = new Uint8Array(bytes.length + part.length);
    longer.set(bytes);
    longer.set(part, bytes.length);
    bytes = longer;
    for (let end = headerEnd(bytes); end > 0; end = headerEnd(bytes)) {
      const length = Number(
        decoder.decode(bytes.slice(0, end)).match(/Content-Length: *(\d+)/i)?.[1],
      );
      if (bytes.length < end + length) break;
      yield decoder.decode(bytes.slice(end, end + length));
      bytes = bytes.slice(end + length);
    }
  }
}

/** Where the header ends, its empty line included; 0 where it isn't there yet. */
function headerEnd(bytes: Uint8Array): number {
  for (let n = 3; n < bytes.length; n++) {
    if (bytes[n] === 10 && bytes[n - 1] === 13 && bytes[n - 2] === 10 && bytes[n - 3] === 13) {
      return n + 1;
    }
  }
  return 0;
}

/** A message with its header. */
export function framed(text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const header = new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`);
  const whole = new Uint8Array(header.length + body.length);
  whole.set(header);
  whole.set(body, header.length);
  return whole;
}

async function serve(): Promise<number> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["lsp"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let base = "";
  const down = async () => {
    const writer = server.stdin.getWriter();
    for await (const message of messagesOf(Deno.stdin.readable)) {
      base ||= JSON.parse(message).params?.rootUri?.replace(/\/\.virtual_documents$/, "") ?? "";
      await writer.write(framed(toServer(message)));
    }
    server.kill("SIGTERM"); // JupyterLab is gone
  };
  const up = async () => {
    const writer = Deno.stdout.writable.getWriter();
    for await (const message of messagesOf(server.stdout)) {
      await writer.write(framed(toLab(message, base)));
    }
  };
  down();
  await up();
  return (await server.status).code;
}

if (import.meta.main) await main(serve);
