import { join } from "node:path";
import {
  Application,
  Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  type Reflection,
  ReflectionGroup,
  ReflectionKind,
  type TypeDocOptions,
} from "typedoc";
import {
  load,
  type MarkdownPageEvent,
  MarkdownTheme,
  type MarkdownThemeContext,
  type PluginOptions,
} from "typedoc-plugin-markdown";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import { referenceTarget, toctree } from "./pages.ts";

/** The subjects of the lecture's entry, in its order, each with its files in lib/. Other entries are about one subject. */
const SUBJECTS: Record<string, RegExp> = {
  "Matrices and their functions": /^(matrix|activations|spectrum)$/,
  "Random numbers and initialization": /^(random|sparse_init)$/,
  "Characters as vectors": /^vocabulary$/,
  "Cells, which know one time step": /^cells\//,
  "Unrolling, readout and loss": /^(unroll|readout|loss)$/,
  "Gradients through time": /^(bptt|jacobians|truncated|gradcheck)$/,
};

/**
 * Writes the reference of the library as Markdown for Sphinx, made by TypeDoc from the doc comments: one page for each
 * entry (`rnn.md`, `rnn/train.md`, …) and `index.md`, which lists them.
 */
export async function writeReference(folder: string): Promise<void> {
  const { name: own, exports, imports } = await readConfig();
  const packageNames = new Map(
    Object.entries(exports).map(([entry, path]) => [path, entry.replace(/^\./, own)]),
  );
  const entries = Object.entries(imports).filter(([name]) => /^rnn(\/|$)/.test(name));
  const app = await Application.bootstrapWithPlugins({
    ...OPTIONS,
    entryPoints: entries.map(([, path]) => join(root, path)),
  }, []); // no readers: there is no tsconfig.json or package.json
  app.renderer.defineTheme("compact", CompactTheme);
  const project = await app.convert();
  if (!project) throw new Error("Cannot write the reference: TypeDoc cannot read the library");
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    if (parameter.name === "__namedParameters") parameter.name = "options"; // it is destructured
  }
  const modules = entries.map(([name, path]) => {
    const module = project.getChildByName([
      path.replace(/^\.\/|\.ts$/g, ""),
    ]) as DeclarationReflection;
    module.name = name; // TypeDoc names modules by their path
    if (name === "rnn") module.groups = bySubject(module);
    module.children?.forEach((child) => addImport(child, packageNames.get(path) ?? name));
    return module;
  });
  await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
  for (const { name } of modules) await addTargets(join(folder, `${name}.md`), name);
  await Deno.writeTextFile(join(folder, "index.md"), index(modules));
}

/** Groups the names of the lecture's entry by subject. Throws Error if a file belongs to none. */
function bySubject(module: DeclarationReflection): ReflectionGroup[] {
  const { children = [], project } = module;
  const subjectOf = (child: Reflection) => {
    const file = project.getSymbolIdFromReflection(child)?.fileName;
    const name = file?.replace(/^.*\blib\/|\.ts$/g, "") ?? child.name;
    const found = Object.entries(SUBJECTS).find(([, files]) => files.test(name));
    if (!found) throw new Error(`Cannot group the reference: no subject has lib/${name}.ts`);
    return found[0];
  };
  const grouped = Map.groupBy(children, subjectOf);
  return Object.keys(SUBJECTS).map((subject) =>
    Object.assign(new ReflectionGroup(subject, module), { children: grouped.get(subject)! })
  );
}

/** Writes a target above the heading of each export on the page of an entry; headings alone are not unique. */
async function addTargets(path: string, entry: string): Promise<void> {
  const page = await Deno.readTextFile(path);
  const heading = /^### ([\w\\]+)(\(\))?$/gm;
  const target = (name: string) => referenceTarget(entry, name.replaceAll("\\", ""));
  await Deno.writeTextFile(
    path,
    page.replaceAll(heading, (line, name) => `(${target(name)})=\n${line}`),
  );
}

/** Puts the statement that imports a name before its documentation. */
function addImport(exported: DeclarationReflection, entry: string): void {
  const isType = exported.kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias]);
  const text = `\`import ${isType ? "type " : ""}{ ${exported.name} } from "${entry}";\``;
  for (const { comment } of exported.signatures ?? [exported]) {
    comment?.summary.unshift({ kind: "code", text }, { kind: "text", text: "\n\n" });
  }
}

/** Returns the page that lists the entries, each with the first sentence of its documentation, and then their names. */
function index(modules: DeclarationReflection[]): string {
  const rows = modules.map(({ name, comment }) => {
    const text = Comment.combineDisplayParts(comment?.summary).replaceAll("\n", " ");
    const [firstSentence] = text.match(/^.*?\.(?= |$)/) ?? [text];
    return `| [\`${name}\`](${name}.md) | ${firstSentence} |`;
  });
  return [
    "# Reference\n",
    "Every export of the library, by the entry it is imported from.\n",
    "| entry | contents |",
    "| --- | --- |",
    ...rows,
    "",
    ...modules.map(namesOf),
    toctree(modules.map(({ name }) => name)),
  ].join("\n");
}

/** Returns the names of an entry as links, by group. */
function namesOf({ name, groups = [] }: DeclarationReflection): string {
  const lines = groups.map(({ title, children }) => {
    const links = children.map((child) =>
      `[\`${child.name}\`](#${referenceTarget(name, child.name)})`
    );
    return `- ${title}: ${links.join(", ")}`;
  });
  return [`## Names in ${name}\n`, ...lines, ""].join("\n");
}

/**
 * The plugin's theme without what repeats the signature, which shows parameters, types and the return type already, and
 * without a line for each member that an interface declares too.
 */
class CompactTheme extends MarkdownTheme {
  override getRenderContext(page: MarkdownPageEvent<Reflection>): MarkdownThemeContext {
    const context = super.getRenderContext(page);
    const { helpers, partials } = context;
    const { getCommentParts } = helpers;
    helpers.getCommentParts = (parts) => getCommentParts(parts.map(withSubscripts));
    partials.inheritance = () => "";
    partials.signatureReturns = () => "";
    partials.constructor = (
      { signatures }: DeclarationReflection,
      options: { headingLevel: number },
    ) => signatures!.map((signature) => partials.signature(signature, options)).join("\n\n");
    return context;
  }
}

/** Sets the subscripts of equations, such as h_t and h_{t−1}, in the text of a doc comment. */
function withSubscripts(part: CommentDisplayPart): CommentDisplayPart {
  if (part.kind !== "text") return part;
  const subscript = /(?<=[\p{L}\p{M}\p{Sm}])_(?:\{([^{}]+)\}|([\p{L}\d](?![\p{L}\d_])))/gu;
  const text = part.text.replaceAll(
    subscript,
    (_, group, letter) => `<sub>${group ?? letter}</sub>`,
  );
  return { ...part, text };
}

const OPTIONS: TypeDocOptions & PluginOptions = {
  plugin: [load],
  theme: "compact",
  router: "module",
  entryFileName: "index",
  basePath: root,
  readme: "none",
  name: "Reference",
  logLevel: "Warn",
  skipErrorChecking: true, // `deno check` does it, with the types of npm packages
  disableSources: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  pageTitleTemplates: { module: "{name}" },
  expandParameters: true,
  parametersFormat: "none",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
  compilerOptions: {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    lib: ["esnext", "dom"],
    types: [],
  },
};
