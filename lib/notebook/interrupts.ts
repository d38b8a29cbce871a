// An interrupt ends what runs, and where that came after an await, nobody tells the promise for which its cell waits. The
// kernel learns of it when the promise is collected as garbage: by itself after half a minute. So garbage is collected
// as soon as a long computation has left the thread idle; kernel.json lets it be called.
const once = Symbol.for("unrolled.interrupts");
const scope = globalThis as unknown as { gc?: () => void } & Record<symbol, boolean>;
const EVERY = 100; // milliseconds between two looks
const LATE = 10; // milliseconds by which a look is late when something else ran
const QUIET = [4, 8, 16, 32]; // after so many looks in time garbage is collected: at the first the promise may still be held

let expected = Infinity, busy = false, idle = 0;

if (!scope[once] && scope.gc && Deno.mainModule.includes("$deno$jupyter")) {
  scope[once] = true;
  look();
}

function look(): void {
  const late = performance.now() - expected > LATE;
  if (late) [busy, idle] = [true, 0];
  else if (busy && QUIET.includes(++idle)) {
    busy = idle < QUIET.at(-1)!;
    scope.gc!();
  }
  expected = performance.now() + EVERY;
  setTimeout(look, EVERY);
}
