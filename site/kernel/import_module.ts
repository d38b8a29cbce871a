let failures = 0;

/**
 * Imports a module. Firefox does not load a module again that it could not load once, so another attempt has another
 * address. Throws TypeError with `problem` if the module cannot be loaded, and what the module itself throws.
 */
export async function importModule<Module>(address: string, problem: string): Promise<Module> {
  try {
    return await import(address);
  } catch (error) {
    if (!isUnloaded(error)) throw error;
  }
  return await import(`${address}?again=${++failures}`).catch((error) => {
    throw isUnloaded(error) ? new TypeError(problem) : error;
  });
}

function isUnloaded(error: unknown): boolean {
  const { message } = Object(error);
  return error instanceof TypeError &&
    /dynamically imported module|module script failed/.test(message);
}
