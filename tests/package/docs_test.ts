import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { captureOutput } from "../../tools/command.ts";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";

// The parts of the output of `deno doc --json` that are used here.
interface Documented {
  name: string;
  jsDoc?: { doc?: string };
}
interface Reference {
  repr: string;
}
interface Declaration extends Documented {
  kind: string;
  declarationKind: string;
  def?: {
    methods?: Documented[];
    properties?: Documented[];
    constructors?: (Documented & { params: unknown[] })[];
    implements?: Reference[];
    extends?: Reference[] | string;
  };
}
interface Entry {
  module_doc?: { doc?: string; tags?: { kind: string }[] };
  symbols: { name: string; declarations: Declaration[] }[];
}

const { exports } = await readConfig();
const paths = [...Object.values(exports), "./grading/mod.ts"];
const { stdout, stderr } = await captureOutput([Deno.execPath(), "doc", "--json", ...paths], {
  cwd: root,
  env: { NO_COLOR: "1" },
});
if (!stdout) throw new Error(stderr);
const entries = Object.entries<Entry>(JSON.parse(stdout).nodes);
const symbols = entries.flatMap(([, { symbols }]) => symbols);

const isDocumented = ({ jsDoc }: Documented) => Boolean(jsDoc?.doc?.trim());

/** Returns the documented members of a type, which a class that implements it need not document again. */
function documentedMembers(repr: string): string[] {
  const name = repr.replace(/<.*/, "");
  const found = symbols.find((symbol) => symbol.name === name)?.declarations ?? [];
  const members = found.flatMap(({ def }) => [...def?.methods ?? [], ...def?.properties ?? []]);
  return members.filter(isDocumented).map(({ name }) => name);
}

/** Returns what a declaration does not document: itself, a constructor with parameters, or methods. */
function undocumented(name: string, declaration: Declaration): string[] {
  const { def = {} } = declaration;
  const inherited = new Set((def.implements ?? []).flatMap(({ repr }) => documentedMembers(repr)));
  const constructors = (def.constructors ?? []).filter((constructor) =>
    constructor.params.length > 0 && !isDocumented(constructor)
  );
  const methods = (def.methods ?? []).filter((method) =>
    !isDocumented(method) && !inherited.has(method.name) && !method.name.startsWith("[")
  );
  return [
    ...(isDocumented(declaration) ? [] : [name]),
    ...constructors.map(() => `new ${name}`),
    ...methods.map((method) => `${name}.${method.name}`),
  ];
}

describe("documentation", () => {
  for (const [url, { module_doc, symbols }] of entries) {
    const path = url.replace(/^.*\/(?=(lib|models|datasets|grading)\/)/, "");

    it(`${path} has a module comment with an example`, () => {
      expect(module_doc?.doc?.length ?? 0).toBeGreaterThan(40);
      expect(module_doc?.tags?.map(({ kind }) => kind)).toContain("example");
    });

    it(`${path} documents every export`, () => {
      const missing = symbols.flatMap(({ name, declarations }) =>
        declarations.filter(({ declarationKind }) => declarationKind === "export")
          .flatMap((declaration) => undocumented(name, declaration))
      );
      expect(symbols.length).toBeGreaterThan(3);
      expect(missing).toEqual([]);
    });
  }
});
