import process from "node:process";
import { inKernel } from "./kernel.ts";

// An interrupt terminates the running JavaScript. If that was the continuation of an await, its promise never settles, and
// the kernel ends the cell only when the promise is garbage-collected, half a minute later. Garbage is therefore collected
// as soon as the thread is idle after a long computation (kernel.json exposes gc). Because an interrupt may also terminate a
// watcher before it has set its next timer, there are two watchers, and each restarts the other.
//
// While a cell awaits something, nothing is running that could be terminated. tools/kernel.py therefore sends a signal
// first. Its handler runs only then: it clears the timers, so that what the cell awaits is garbage as well.
//
// Time is that of the thread, because on a busy machine a check can be late without any computation.
const KEY = Symbol.for("unrolled.interrupts");
const scope = globalThis as unknown as { gc?: () => void } & Record<symbol, boolean>;
const SIGNAL = "SIGURG"; // which is ignored where no handler is
const INTERVALS = [100, 130]; // milliseconds between two checks of each watcher
const LONG = 30; // milliseconds of computation between two checks above which a cell has been running
const QUIET = [4, 8, 16, 32]; // checks of an idle thread after which garbage is collected: more than once, as the promise may still be reachable
const AGAIN = [100, 200, 600]; // milliseconds between collections after a signal
const MISSED = 10; // intervals without a check after which a watcher counts as terminated

type Timer = ReturnType<typeof setTimeout>;
type Start = (callback: () => void, delay?: number, ...args: never[]) => Timer;

const startTimer = setTimeout as Start, startInterval = setInterval as Start;
const due = [Infinity, Infinity], watchers: Timer[] = [];
const timers = new Set<Timer>(); // of cells and modules
let busy = false, idle = 0, computed = 0;

if (!scope[KEY] && scope.gc && inKernel()) {
  scope[KEY] = true;
  INTERVALS.forEach((_, watcher) => schedule(watcher));
  Object.assign(globalThis, {
    setTimeout: tracked(startTimer),
    setInterval: tracked(startInterval),
  });
  if (Deno.build.os !== "windows") Deno.addSignalListener(SIGNAL, stopWaiting);
}

/** Returns a function that starts timers and remembers them. */
function tracked(start: Start): Start {
  return (...args) => {
    const timer = start(...args);
    timers.add(timer);
    return timer;
  };
}

/**
 * Lets a cell that awaits something end: says that nothing computes, drops all timers, collects garbage, and says that all
 * is collected.
 */
async function stopWaiting(): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  await Deno.jupyter.broadcast("unrolled_waits", {});
  collect();
  for (const pause of AGAIN) {
    await new Promise<void>((resolve) => startTimer(resolve, pause));
    collect();
  }
  await Deno.jupyter.broadcast("unrolled_collected", {});
}

function collect(): void {
  scope.gc!();
  millisecondsComputed();
}

/** Returns for how long this thread has computed since the last call. */
function millisecondsComputed(): number {
  const { user, system } = process.threadCpuUsage(), before = computed;
  computed = (user + system) / 1000;
  return computed - before;
}

function schedule(watcher: number): void {
  clearTimeout(watchers[watcher]);
  due[watcher] = performance.now() + INTERVALS[watcher];
  watchers[watcher] = startTimer(() => check(watcher), INTERVALS[watcher]);
}

function check(watcher: number): void {
  const other = 1 - watcher;
  if (millisecondsComputed() > LONG) [busy, idle] = [true, 0];
  else if (busy && QUIET.includes(++idle)) {
    busy = idle < QUIET.at(-1)!;
    collect();
  }
  schedule(watcher);
  if (performance.now() - due[other] > MISSED * INTERVALS[other]) schedule(other);
}
