import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { classSecret, Inputs, newSecret } from "../../grading/class/inputs.ts";
import { scratch } from "../tools/scratch.ts";

const place = { student: "ana", set: "ps1", item: "ps1.relu" };

describe("Inputs", () => {
  it("gives different 31-bit seeds for another secret, student, set, item or grading", () => {
    const secret = newSecret(), other = secret.map((byte) => byte ^ 1);
    const seeds = [
      new Inputs(secret, 1).seedOf(place),
      new Inputs(other, 1).seedOf(place),
      new Inputs(secret, 2).seedOf(place),
      new Inputs(secret, 1).seedOf({ ...place, student: "ben" }),
      new Inputs(secret, 1).seedOf({ ...place, set: "ps2" }),
      new Inputs(secret, 1).seedOf({ ...place, item: "ps1.leaky" }),
      new Inputs(secret, 1).seedOf({ student: "ana ps1", set: "", item: "ps1.relu" }),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
    for (const seed of seeds) {
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
    }
    expect(new Inputs(secret, 1).seedOf(place)).toBe(seeds[0]);
  });

  it("is the first 31 bits of HMAC-SHA-256", async () => {
    const secret = new Uint8Array(16).fill(7), algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
    const message = new TextEncoder().encode('["ana","ps1","ps1.relu",3]');
    const bytes = new DataView(await crypto.subtle.sign("HMAC", key, message));
    expect(new Inputs(secret, 3).seedOf(place)).toBe(bytes.getUint32(0) >>> 1);
  });
});

describe("classSecret()", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  it("draws 128 bits once, and saves them in a file that only its owner can read", async () => {
    const path = join(folder, "new", "secret.txt"), secret = await classSecret(path);
    expect([secret.length, new Set(secret).size > 4]).toEqual([16, true]);
    expect(await classSecret(path)).toEqual(secret);
    expect((await Deno.stat(path)).mode! & 0o777).toBe(0o600);
    expect(await classSecret(join(folder, "other.txt"))).not.toEqual(secret);
  });

  it("is the same for gradings that begin at the same time", async () => {
    const path = join(folder, "secret.txt");
    const secrets = await Promise.all(Array.from({ length: 8 }, () => classSecret(path)));
    for (const secret of secrets) expect(secret).toEqual(secrets[0]);
  });

  it("refuses a file that contains anything else", async () => {
    const path = join(folder, "secret.txt");
    for (const text of ["", "1", "g".repeat(32), "0".repeat(31), "0".repeat(33)]) {
      await Deno.writeTextFile(path, text);
      await expect(classSecret(path)).rejects.toThrow(
        `Cannot read the class secret ${path}: expected 32 hexadecimal digits`,
      );
    }
  });
});
