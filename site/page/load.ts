/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { importModule } from "../kernel/import_module.ts";
import { beside } from "./addresses.ts";

const PROBLEM =
  "a script did not load: check your connection, then try again or load the page again";

/** Imports a script that is beside the others, when it is needed. Throws TypeError, in one sentence, if it cannot be loaded. */
export function load<Module>(name: string): Promise<Module> {
  return importModule<Module>(beside(name), PROBLEM);
}
