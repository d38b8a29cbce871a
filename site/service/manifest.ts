/** The list of the files of the site, which the build writes to the file `MANIFEST` at its top. */
export interface Manifest {
  /** Differs between two builds unless all files are equal. */
  version: string;
  /** The size and the SHA-256 of each file that can be kept, by its path below the top. */
  files: Record<string, { bytes: number; hash: string }>;
}

/** The name of the file. */
export const MANIFEST = "offline.json";

/** Returns the size of the files in bytes. */
export function bytesOf({ files }: Manifest): number {
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
}
