import type { Attack } from "./attack.ts";

/** Tries to reach native code and the runtime's internals. */
export const attack: Attack = {
  message: /^(?!.*root:)(?=.*Requires ffi).*/s,
  cells: {
    ps1_relu: `
import process from "node:process";
const tried: string[] = [];
const attempt = (f: () => unknown) => {
  try {
    tried.push(String(f()));
  } catch (error) {
    tried.push(String(error));
  }
};
attempt(() => Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } }));
attempt(() => (process as any).binding("fs"));
attempt(() => (Deno as any)[(Deno as any).internal].core.ops.op_fs_read_file_text_sync("/etc/passwd"));
function reluStep() {
  throw new Error(tried.join());
}
`,
  },
};
