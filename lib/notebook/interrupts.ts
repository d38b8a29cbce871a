import { inKernel } from "./kernel.ts";

// An interrupt ends what runs, and where that came after an await, nobody tells the promise for which its cell waits. The
// kernel learns of it when the promise is collected as garbage: by itself after half a minute. So garbage is collected
// as soon as a long computation has left the thread idle; kernel.json lets it be called. An interrupt may also end a look
// before it has asked for the next one: so there are two watchers, and each starts the other again.
const once = Symbol.for("unrolled.interrupts");
const scope = globalThis as unknown as { gc?: () => void } & Record<symbol, boolean>;
const EVERY = [100, 130]; // milliseconds between two looks of either watcher
const LATE = 10; // milliseconds by which a look is late when something else ran
const QUIET = [4, 8, 16, 32]; // looks in time after which garbage is collected: at the first the promise may still be held
const MISSED = 10; // looks after which a watcher counts as ended

const due = [Infinity, Infinity], timers: ReturnType<typeof setTimeout>[] = [];
let busy = false, idle = 0;

if (!scope[once] && scope.gc && inKernel()) {
  scope[once] = true;
  EVERY.forEach((_, watcher) => lookLater(watcher));
}

function lookLater(watcher: number): void {
  clearTimeout(timers[watcher]);
  due[watcher] = performance.now() + EVERY[watcher];
  timers[watcher] = setTimeout(() => look(watcher), EVERY[watcher]);
}

function look(watcher: number): void {
  const late = performance.now() - due[watcher] > LATE, other = 1 - watcher;
  if (late) [busy, idle] = [true, 0];
  else if (busy && QUIET.includes(++idle)) {
    busy = idle < QUIET.at(-1)!;
    scope.gc!();
  }
  lookLater(watcher);
  if (performance.now() - due[other] > MISSED * EVERY[other]) lookLater(other);
}
