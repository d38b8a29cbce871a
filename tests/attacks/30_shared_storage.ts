import { expect } from "@std/expect";
import type { Attack, Work } from "./attack.ts";

const RUN = crypto.randomUUID().slice(0, 8); // other runs on this machine may have left something too

// Ways to leave a text for another process or for the next grading, and ways to find it.
const CHANNELS = `
const key = "MARK30-" + RUN + "-LEFT-BY-" + NAME, found: string[] = [];
const attempt = async (work: () => unknown) => {
  try {
    const text = await Promise.race([work(), new Promise((later) => setTimeout(later, 200))]);
    for (const name of String(text).match(/LEFT-BY-\\w+/g) ?? []) {
      if (!name.endsWith(NAME) && !found.includes(name)) found.push(name);
    }
  } catch {
    // there is no such channel
  }
};
const any = globalThis as any, url = (name: string) => "https://mark.example/" + name;
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("mark");
let heard = "";
if (channel) channel.onmessage = ({ data }) => heard += data;
const paths = ["/tmp", "/dev/shm", "/var/tmp", ".", "..", "/run", "\\0mark"].map((folder) => folder + "/mark");
let left = false;
async function leave() {
  left = true;
  await attempt(async () => (await caches.open("mark")).put(url(NAME), new Response(key)));
  await attempt(() => localStorage.setItem(NAME, key));
  await attempt(() => sessionStorage.setItem(NAME, key));
  await attempt(() => channel?.postMessage(key));
  await attempt(async () => (await any.Deno.openKv()).set([NAME], key));
  await attempt(() => any.navigator.locks.request(key, () => new Promise(() => {})));
  await attempt(() => new any.SharedWorker("data:application/javascript,onconnect=()=>{}", key));
  await attempt(() => new Promise((done) => any.indexedDB.open(key).onsuccess = done));
  for (const path of paths) {
    await attempt(() => Deno.writeTextFileSync(path + NAME, key));
    await attempt(() => Deno.listen({ transport: "unix", path: path + NAME } as any));
  }
  await attempt(async () => {
    const { DatabaseSync } = any.process.getBuiltinModule("node:sqlite");
    for (const path of paths) new DatabaseSync(path).exec("create table " + key.replaceAll("-", "_") + "(x)");
  });
  await attempt(async () => {
    const { DatabaseSync } = any.process.getBuiltinModule("node:sqlite"), db = new DatabaseSync(":memory:");
    db.exec("pragma temp_store_directory='/tmp'; pragma temp_store=1; pragma cache_size=2; create temp table t(x)");
    db.exec("insert into t select randomblob(5000) || '" + key + "' from pragma_function_list");
    any.kept = db;
  });
}
async function look() {
  await attempt(async () => {
    const stores = await (caches as any).keys?.() ?? [];
    for (const store of stores) if (!left || store !== "mark") found.push("LEFT-BY-" + store);
  });
  for (const name of ["alba", "bert"]) {
    await attempt(async () => (await (await caches.open("mark")).match(url(name)))?.text());
    await attempt(() => localStorage.getItem(name));
    await attempt(() => sessionStorage.getItem(name));
    await attempt(async () => JSON.stringify((await (await any.Deno.openKv()).get([name])).value));
    for (const path of paths) {
      await attempt(() => Deno.readTextFileSync(path + name));
      await attempt(async () => {
        await Deno.connect({ transport: "unix", path: path + name } as any);
        return "LEFT-BY-" + name;
      });
    }
  }
  await attempt(async () => JSON.stringify(await any.navigator.locks.query()));
  await attempt(async () => JSON.stringify(await any.indexedDB.databases()));
  await attempt(() => heard);
}
`;

/** Returns the work of a student who leaves a text, and looks for those of the others while they are there. */
function work(name: string): Work {
  const source = `
const NAME = "${name}", RUN = "${RUN}";
${CHANNELS}
await look();
await leave();
async function reluStep() {
  await new Promise((later) => setTimeout(later, 1000));
  await look();
  if (found.length > 0) throw new Error("read " + [...new Set(found)].join());
  throw new Error("found nothing");
}
`;
  return { cells: { ps1_relu: source }, message: /found nothing/ };
}

/** Writes wherever another process or the next grading may read: no solution may see the texts of another. */
export const attack: Attack = {
  twice: true,
  students: { alba: work("alba"), bert: work("bert") },
  async afterwards() {
    const places = ["/tmp/deno_cache", "/dev/shm", "/var/tmp"];
    const args = ["-rlsa", "-D", "skip", `MARK30-${RUN}`, ...places];
    const { stdout } = await new Deno.Command("grep", { args, stderr: "null" }).output();
    expect(new TextDecoder().decode(stdout)).toBe("");
  },
};
