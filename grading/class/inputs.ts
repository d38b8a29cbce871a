import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { dirname } from "node:path";
import { UserError } from "../../tools/command.ts";

const BYTES = 16; // of the secret

/** The place of an item in the work of a class. */
export interface ItemPlace {
  student: string;
  set: string;
  item: string;
}

/**
 * The source of every student's inputs: a secret of the class, and the number of the grading. Whoever finds out inputs
 * of one grading learns nothing about those of another item, student or grading.
 */
export class Inputs {
  /** Uses a secret of 16 bytes. */
  constructor(readonly secret: Uint8Array, readonly grading: number) {}

  /** Returns the seed of the inputs of an item: 31 bits of an HMAC under the secret. */
  seedOf({ student, set, item }: ItemPlace): number {
    const message = JSON.stringify([student, set, item, this.grading]);
    return createHmac("sha256", this.secret).update(message).digest().readUInt32BE() >>> 1;
  }
}

/** Returns a new secret. */
export function newSecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(BYTES));
}

/**
 * Reads the secret of a class, or draws it and writes the file, which only its owner can read.
 * Throws UserError if the file holds anything else.
 */
export async function classSecret(path: string): Promise<Uint8Array> {
  const text = await Deno.readTextFile(path).catch(notFound) ?? await drawSecret(path);
  const digits = text.trim();
  if (/^[0-9a-f]{32}$/.test(digits)) return Uint8Array.from(Buffer.from(digits, "hex"));
  throw new UserError(
    `Cannot read the class secret ${path}: expected ${2 * BYTES} hexadecimal digits`,
  );
}

async function drawSecret(path: string): Promise<string> {
  const digits = Buffer.from(newSecret()).toString("hex") + "\n";
  await Deno.mkdir(dirname(path), { recursive: true });
  const whole = `${path}.${crypto.randomUUID()}`; // is given its name when it is complete
  await Deno.writeTextFile(whole, digits, { createNew: true, mode: 0o600 });
  try {
    await Deno.link(whole, path);
    return digits;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await Deno.readTextFile(path); // by another grading
    throw error;
  } finally {
    await Deno.remove(whole);
  }
}

function notFound(error: Error): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
