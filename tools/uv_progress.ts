const UNITS: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };

/** Turns what uv writes to a pipe while it installs packages into lines that say what is done and how much is left. */
export class UvProgress {
  readonly #left = new Map<string, number>(); // MiB of the packages that are being downloaded; uv names large ones only

  /** Returns the line to print for one of uv, or undefined where there is nothing new to say. */
  read(line: string): string | undefined {
    const [, count] = line.match(/^Resolved (\d+) packages?/) ?? [];
    if (count) return `${count} packages`;
    const [, large, size, unit] = line.match(/^ *Downloading (\S+) \(([\d.]+)([KMG]iB)\)/) ?? [];
    if (large) this.#left.set(large, Number(size) * UNITS[unit]);
    const [, done] = line.match(/^ *Downloaded (\S+)/) ?? [];
    if (done) return this.#downloaded(done);
    return /^Prepared /.test(line) ? "all packages downloaded; installing them" : undefined;
  }

  #downloaded(name: string): string {
    this.#left.delete(name);
    const sizes = [...this.#left.values()];
    if (sizes.length === 0) return `${name} downloaded`;
    const sum = sizes.reduce((a, b) => a + b, 0), packages = [...this.#left.keys()].join(", ");
    return `${name} downloaded; ${sum.toFixed(1)} MiB left: ${packages}`;
  }
}
