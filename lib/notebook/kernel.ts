/** Whether this runs in the notebook's kernel: elsewhere Deno.jupyter throws at its first use. */
export function inKernel(): boolean {
  return Deno.mainModule.includes("$deno$jupyter");
}
