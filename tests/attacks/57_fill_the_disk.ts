import { expect } from "@std/expect";
import type { Attack } from "./attack.ts";

const FILL = `
var store = await caches.open("MARK57"), body = new Uint8Array(9e6), until = Date.now() + 1500;
for (let n = 0; Date.now() < until && n < 40; n++) {
  await store.put("https://mark.example/" + crypto.randomUUID(), new Response(body));
}`;
const CACHE = "/tmp/deno_cache"; // the runtime's default location
let before = 0;

/** Returns the megabytes of a folder. */
async function sizeOf(folder: string): Promise<number> {
  const { stdout } = await new Deno.Command("du", { args: ["-sm", folder], stderr: "null" })
    .output();
  return Number(new TextDecoder().decode(stdout).split("\t")[0]);
}

/** Writes hundreds of megabytes to a cache, which must be gone afterwards. */
export const attack: Attack = {
  cells: { ps1_relu: FILL, ps1_leaky: FILL },
  async meanwhile() {
    before = await sizeOf(CACHE);
    return () => Promise.resolve();
  },
  async afterwards() {
    expect(await sizeOf(CACHE) - before).toBeLessThan(50);
  },
};
