/** Reads one of the files that make_pictures.py wrote. */
export function pictureFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(new URL(`pictures/${name}`, import.meta.url));
}
