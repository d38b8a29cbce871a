// lib/notebook/type_check.ts in a page, whose editor has its own check of types.

/** Throws an error, because a page cannot run `deno check`. */
export function checkTypes(notebook: string): Promise<never> {
  return Promise.reject(
    new Error(`Cannot check the types of ${notebook} in a browser: open this notebook in Jupyter`),
  );
}
