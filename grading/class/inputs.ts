import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { dirname } from "node:path";
import { UserError } from "../../tools/command.ts";

const BYTES = 16; // of the secret

/** The student, the set and the item that inputs are for. */
export interface ItemPlace {
  student: string;
  set: string;
  item: string;
}

/** The seeds from which inputs are drawn. */
export interface Seeds {
  /** Returns the seed of the inputs of an item. */
  seedOf(place: ItemPlace): number;
}

/**
 * The source of every student's inputs: the class secret and the number of the grading. Inputs that a student finds out
 * reveal nothing about those of another item, student or grading.
 */
export class Inputs implements Seeds {
  /** Uses a secret of 16 bytes. */
  constructor(readonly secret: Uint8Array, readonly grading: number) {}

  /** Returns the seed of the inputs of an item: 31 bits of an HMAC keyed with the secret. */
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
 * Reads the class secret from a file. If the file is missing, generates a secret and writes the file, which only its
 * owner can read. Throws UserError if the file contains anything else.
 */
export async function classSecret(path: string): Promise<Uint8Array> {
  const refuse = (reason: string) => {
    throw new UserError(`Cannot read the class secret ${path}: ${reason}`);
  };
  const unreadable = (error: Error): never => refuse(error.message.split(" (os error")[0]);
  const text = await Deno.readTextFile(path).catch(notFound).catch(unreadable);
  const digits = (text ?? await drawSecret(path).catch(unreadable)).trim();
  if (!/^[0-9a-f]{32}$/.test(digits)) refuse(`expected ${2 * BYTES} hexadecimal digits`);
  return Uint8Array.from(Buffer.from(digits, "hex"));
}

async function drawSecret(path: string): Promise<string> {
  const digits = Buffer.from(newSecret()).toString("hex") + "\n";
  await Deno.mkdir(dirname(path), { recursive: true });
  const whole = `${path}.${crypto.randomUUID()}`; // renamed when it is complete
  await Deno.writeTextFile(whole, digits, { createNew: true, mode: 0o600 });
  try {
    await Deno.link(whole, path);
    return digits;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await Deno.readTextFile(path); // created by another grading
    throw error;
  } finally {
    await Deno.remove(whole);
  }
}

function notFound(error: Error): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
