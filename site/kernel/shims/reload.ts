// lib/notebook/reload.ts in a page.

/** Throws an error, because a page has no modules of the reader's own. */
export function reload(path: string): Promise<never> {
  return Promise.reject(
    new Error(`Cannot reload ${path} in a browser: open this notebook in Jupyter`),
  );
}
