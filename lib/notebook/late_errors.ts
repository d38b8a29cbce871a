import { inKernel } from "./kernel.ts";

// The kernel ignores errors thrown in timers and unhandled rejections; these two listeners show them.
const KEY = Symbol.for("unrolled.lateErrors");
const scope = globalThis as unknown as Record<symbol, boolean>;

if (!scope[KEY] && inKernel()) {
  scope[KEY] = true;
  addEventListener("error", (event) => {
    event.preventDefault();
    console.error(`An error after its cell had ended: ${describe(event.error)}`);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error(`Unhandled promise rejection: ${describe(event.reason)}`);
  });
}

function describe(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}
