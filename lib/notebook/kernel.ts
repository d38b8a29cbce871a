/** Tests whether this code runs in a notebook's kernel; elsewhere Deno.jupyter throws at its first use. */
export function inKernel(): boolean {
  return Deno.mainModule.includes("$deno$jupyter");
}
