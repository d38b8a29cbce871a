import { inKernel } from "./kernel.ts";

/** The version of Deno whose kernel the course is tested with. */
export const TESTED_DENO = "2.8.1";

// Later kernels send some of the output after its cell has ended, and notebooks then show it elsewhere or not at all.
const KEY = Symbol.for("unrolled.otherKernel");
const scope = globalThis as unknown as Record<symbol, boolean>;

/** Returns a warning with advice if this code runs in the kernel of an untested Deno, and "" elsewhere. */
export function otherKernel(): string {
  const { deno } = Deno.version;
  if (!inKernel() || deno === TESTED_DENO) return "";
  return `This notebook runs in the kernel of Deno ${deno}, which may lose output or hide errors: expected Deno ` +
    `${TESTED_DENO}; open it with "deno task lab", or choose the kernel "Unrolled (Deno ${TESTED_DENO})".`;
}

if (!scope[KEY] && otherKernel()) {
  scope[KEY] = true;
  await Deno.jupyter.broadcast("stream", { name: "stderr", text: `${otherKernel()}\n` });
}
