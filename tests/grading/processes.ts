/** Returns the ids of the processes whose arguments contain a text. */
export function processesWith(text: string): string[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => name).filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(text);
      } catch {
        return false; // it has ended
      }
    });
}

/** Returns the ids of the children of a process, and of their children, whose arguments contain a text. */
export function startedWith(text: string, ancestor: number): string[] {
  const parentOf = (pid: string) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
    } catch {
      return "0"; // it has ended
    }
  };
  const isBelow = (pid: string): boolean =>
    Number(pid) > 1 && (Number(parentOf(pid)) === ancestor || isBelow(parentOf(pid)));
  return processesWith(text).filter(isBelow);
}

/** Waits until a condition is true, at most some seconds. */
export async function until(condition: () => boolean, seconds: number): Promise<void> {
  for (let n = 0; n < 20 * seconds && !condition(); n++) {
    await new Promise((later) => setTimeout(later, 50));
  }
}
