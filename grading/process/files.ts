import { Buffer } from "node:buffer";
import { glob } from "node:fs/promises";
import { basename } from "node:path";
import { Ungradable } from "./submission.ts";

/** Bytes of the largest notebook that is read. */
export const LARGEST = 50e6;

/** Returns the paths of all notebooks below a folder, relative to it and sorted; hidden files and folders are skipped. */
export async function notebooksBelow(folder: string): Promise<string[]> {
  const exclude = (path: string) => basename(path).startsWith(".");
  return (await Array.fromAsync(glob("**/*.ipynb", { cwd: folder, exclude }))).sort();
}

/** Reads a notebook file as text. Throws Ungradable as `openNotebook` and `notebookText` do. */
export async function readNotebook(path: string): Promise<string> {
  using file = await openNotebook(path);
  return await notebookText(file.readable);
}

/**
 * Opens a notebook file. Throws Ungradable for a symbolic or hard link, for anything but a regular file, and for a file
 * that is too large. The file that is opened is the one that was checked, even if another file has taken its path in
 * the meantime.
 */
export async function openNotebook(path: string): Promise<Deno.FsFile> {
  const seen = await Deno.lstat(path).catch(unreadable);
  if (seen.isSymlink) throw new Ungradable("Cannot read it: it is a symbolic link to another file");
  if (!seen.isFile) throw new Ungradable("Cannot read it: it is not a regular file");
  const file = await Deno.open(path).catch(unreadable);
  const { dev, ino, nlink, size } = await file.stat();
  const problem = dev !== seen.dev || ino !== seen.ino
    ? "it was replaced by another file while it was being opened"
    : nlink !== null && nlink > 1
    ? "it is a hard link: the same file has another name"
    : size > LARGEST
    ? tooLarge(size)
    : undefined;
  if (problem === undefined) return file;
  file.close();
  throw new Ungradable(`Cannot read it: ${problem}`);
}

/**
 * Packs the bytes of a notebook file for another machine: compressed by gzip, in base64. Throws Ungradable as
 * `openNotebook` does.
 */
export async function packNotebook(path: string): Promise<string> {
  using file = await openNotebook(path);
  const packed = ReadableStream.from(limited(file.readable)).pipeThrough(
    new CompressionStream("gzip"),
  );
  return Buffer.concat(await Array.fromAsync(packed)).toString("base64");
}

/** Returns the bytes of a notebook file that was packed. */
export function unpackNotebook(packed: string): ReadableStream<Uint8Array> {
  const bytes = ReadableStream.from([Uint8Array.from(Buffer.from(packed, "base64"))]);
  return bytes.pipeThrough(new DecompressionStream("gzip"));
}

/** Returns the text of a notebook. Throws Ungradable if it is too large, or not UTF-8. */
export async function notebookText(input: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true }), parts: string[] = [];
  try {
    for await (const bytes of limited(input)) parts.push(decoder.decode(bytes, { stream: true }));
    return parts.join("") + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Ungradable("Cannot read it: it is not UTF-8");
    throw error;
  }
}

/** Yields a stream. Throws Ungradable if it is too large. */
async function* limited<Bytes extends Uint8Array>(
  input: ReadableStream<Bytes>,
): AsyncGenerator<Bytes> {
  let size = 0;
  for await (const bytes of input) {
    size += bytes.length;
    if (size > LARGEST) throw new Ungradable(`Cannot read it: ${tooLarge(size)}`);
    yield bytes;
  }
}

function tooLarge(size: number): string {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return `it has ${megabytes(size)}, but at most ${megabytes(LARGEST)} are allowed`;
}

function unreadable(error: Error): never {
  const reasons: [new (message: string) => Error, string][] = [
    [Deno.errors.PermissionDenied, "the grader has no permission to read it"],
    [Deno.errors.NotFound, "there is no such file"],
  ];
  const reason = reasons.find(([kind]) => error instanceof kind)?.[1] ?? error.message;
  throw new Ungradable(`Cannot read it: ${reason.split(": ")[0]}`);
}
