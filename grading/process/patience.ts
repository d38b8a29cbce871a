const WORDS_BEFORE_SESSION = 3; // in /proc/PID/stat after the name: state, parent, group, session
const LONGEST = 4; // times the limit
const SHORT = 1000; // milliseconds, of which waiting is not worth a look

/**
 * The time limit of a child process. It counts only the time in which the child could have worked. The time in which
 * the child waited for a core, or this process itself was late, does not count, because neither is the solution's
 * fault.
 */
export class Patience {
  #timer?: ReturnType<typeof setTimeout>;
  readonly #start = performance.now();
  #late = 0;

  /**
   * Calls `expire` after that many seconds, unless `stop` is called first. `session` is the child's session, which had
   * waited that many milliseconds for a core before.
   */
  constructor(
    readonly seconds: number,
    readonly session: number,
    readonly waitedBefore: number,
    readonly expire: () => void,
  ) {
    this.#sleep(seconds * 1000);
  }

  /** Stops counting. Returns the milliseconds that count, and those that the session has waited so far. */
  stop(): { used: number; waited: number } {
    clearTimeout(this.#timer);
    const passed = performance.now() - this.#start;
    if (passed < SHORT) return { used: passed, waited: this.waitedBefore };
    const waited = Math.max(this.waitedBefore, millisecondsWaited(this.session));
    return { used: this.#used(passed, waited), waited };
  }

  #sleep(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    this.#timer = setTimeout(() => {
      this.#late += performance.now() - due;
      const left = this.#left();
      if (left <= 1) this.expire();
      else this.#sleep(left);
    }, milliseconds);
  }

  #left(): number {
    const passed = performance.now() - this.#start, limit = this.seconds * 1000;
    if (passed > LONGEST * limit) return 0;
    return limit - this.#used(passed, millisecondsWaited(this.session));
  }

  #used(passed: number, waited: number): number {
    return Math.max(0, passed - Math.max(this.#late, waited - this.waitedBefore));
  }
}

/**
 * Returns the time that the main threads of a session's processes have waited for a core; 0 on systems that do not
 * report it.
 */
function millisecondsWaited(session: number): number {
  if (Deno.build.os !== "linux") return 0;
  let waited = 0;
  for (const { name } of Deno.readDirSync("/proc")) {
    if (name[0] < "1" || name[0] > "9") continue;
    if (sessionOf(name) === session) waited += Number(read(name, "schedstat").split(" ")[1]) / 1e6;
  }
  return Number.isFinite(waited) ? waited : 0;
}

function sessionOf(pid: string): number {
  const stat = read(pid, "stat"), afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(afterName[WORDS_BEFORE_SESSION]);
}

/** Reads a file about a process; returns "" if the process has ended. */
function read(pid: string, name: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${name}`);
  } catch {
    return "";
  }
}
