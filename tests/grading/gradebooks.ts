import { expect } from "@std/expect";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { type Presented, presented } from "../../grading/class/result.ts";
import { gradebookFiles, readGradebooks } from "../../grading/gradebooks/mod.ts";
import { UserError } from "../../tools/command.ts";
import { scratch } from "../tools/scratch.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The byte order mark. */
export const BOM = "\ufeff";

/** Returns the result of a notebook; one without points is ungradable. */
export function resultOf(path: string, student: string, set: string, earned?: number): Presented {
  const none = { remarks: [], attempts: [], typeErrors: [] };
  const status = earned === undefined ? "ungradable" as const : "graded" as const;
  const mistake = { name: "=weights exchanged", hint: "…" };
  const items = [
    { id: `${set}.relu`, points: 1, earned: 1, status: "pass" as const },
    { id: `${set}.leaky`, points: 2, earned: 0.67, status: "almost" as const, mistake },
  ];
  const points = { earned: earned ?? 0, possible: 13, items: earned === undefined ? [] : items };
  return presented({ student, path, set, status, ...none, ...points });
}

/** Returns the result of a notebook in a folder with the student's name. */
export const plain = (student: string, set: string, earned?: number) =>
  resultOf(`${student}/${set}.ipynb`, student, set, earned);

/** Reads an export, and returns the table and the remarks of the file that is made with it; FILE is the export's path. */
export async function made(name: "canvas" | "moodle", results: Presented[], text?: string | Bytes) {
  const folder = await scratch(), file = join(folder, "export.csv");
  try {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    if (bytes) await Deno.writeFile(file, bytes);
    const books = await readGradebooks(bytes ? { [name]: file } : {});
    const found = gradebookFiles(results, books).find((file) => file.name === `${name}.csv`)!;
    const rows: string[][] = parse(found.lines.join(""));
    return { rows, remarks: found.remarks.map((text) => text.replaceAll(file, "FILE")) };
  } catch (error) {
    const { message } = error as Error;
    throw error instanceof UserError ? new UserError(message.replaceAll(file, "FILE")) : error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Returns the message with which an export is refused, which is one line. */
export async function refusal(name: "canvas" | "moodle", text: string | Bytes): Promise<string> {
  const error = await made(name, [], text).then(() => undefined, (error) => error);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).not.toContain("\n");
  return error.message;
}
