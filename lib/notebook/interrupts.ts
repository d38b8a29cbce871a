import { inKernel } from "./kernel.ts";

// An interrupt terminates the running JavaScript. If that was the continuation of an await, its promise never settles, and
// the kernel ends the cell only when the promise is garbage-collected, half a minute later. Garbage is therefore collected
// as soon as the thread is idle after a long computation (kernel.json exposes gc). Because an interrupt may also terminate a
// watcher before it has set its next timer, there are two watchers, and each restarts the other.
const KEY = Symbol.for("unrolled.interrupts");
const scope = globalThis as unknown as { gc?: () => void } & Record<symbol, boolean>;
const INTERVALS = [100, 130]; // milliseconds between two checks of each watcher
const LATE = 10; // milliseconds of delay above which another computation has been running
const QUIET = [4, 8, 16, 32]; // punctual checks after which garbage is collected: more than once, as the promise may still be reachable
const MISSED = 10; // intervals without a check after which a watcher counts as terminated

const due = [Infinity, Infinity], timers: ReturnType<typeof setTimeout>[] = [];
let busy = false, idle = 0;

if (!scope[KEY] && scope.gc && inKernel()) {
  scope[KEY] = true;
  INTERVALS.forEach((_, watcher) => schedule(watcher));
}

function schedule(watcher: number): void {
  clearTimeout(timers[watcher]);
  due[watcher] = performance.now() + INTERVALS[watcher];
  timers[watcher] = setTimeout(() => check(watcher), INTERVALS[watcher]);
}

function check(watcher: number): void {
  const late = performance.now() - due[watcher] > LATE, other = 1 - watcher;
  if (late) [busy, idle] = [true, 0];
  else if (busy && QUIET.includes(++idle)) {
    busy = idle < QUIET.at(-1)!;
    scope.gc!();
  }
  schedule(watcher);
  if (performance.now() - due[other] > MISSED * INTERVALS[other]) schedule(other);
}
