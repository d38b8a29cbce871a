// An extension of JupyterLab as its loader wants it, written out: no bundler made it. It adds one command, "Run all and
// check", to the launcher, the palette and the Run menu: saves the notebook, runs its cells, asks the notebook's own
// kernel to check the types, and shows what of it failed, with the number of its code cell.
(() => {
  const COMMAND = "unrolled:run-all-and-check";
  // The kernel is Deno; what it prints is read here and stands in no cell.
  const typesOf = (path) =>
    `const { checkTypes, typeText } = await import("rnn/notebook");
     console.log(typeText(await checkTypes(${JSON.stringify(path)})));`;

  let scope; // the packages that JupyterLab shares with extensions
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  const codeCells = (panel) => panel.content.widgets.filter(({ model }) => model.type === "code");

  /** The texts that the output of a cell shows. */
  const textsOf = ({ model }) =>
    model.outputs.toJSON().map(({ data }) => [data?.["text/plain"] ?? ""].flat().join(""));

  /** The first cell that failed, and what the claims and the checks of exercises say. */
  function outcomes(cells) {
    const failed = cells.findIndex(({ model }) =>
      model.outputs.toJSON().some((output) => output.output_type === "error")
    );
    const said = cells.flatMap((cell, n) => textsOf(cell).map((text) => ({ n, text })));
    return {
      failed,
      held: said.filter(({ text }) => text.startsWith("✓ ")),
      open: said.filter(({ text }) => /^[✗≈] /.test(text)),
    };
  }

  /** Returns what the kernel prints when it checks the types of the saved notebook. */
  async function checkTypes(panel) {
    const name = panel.context.path.split("/").at(-1);
    const { kernel } = panel.sessionContext.session;
    const request = kernel.requestExecute({
      code: typesOf(name),
      store_history: false,
    });
    let text = "";
    request.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream") text += content.text;
      if (header.msg_type === "error") {
        text += `FAILED ${content.ename}: ${content.evalue}`;
      }
    };
    await request.done;
    return text.trim() || "FAILED: the kernel gave no answer";
  }

  function errorLine(cells, failed) {
    const { ename, evalue } = cells[failed].model.outputs.toJSON()
      .find((output) => output.output_type === "error");
    return `✗ Code cell ${failed + 1} failed: ${ename}: ${evalue}; the cells below it did not run`;
  }

  /** Returns the number of claims that hold, or nothing for a notebook without claims. */
  function heldLine(count) {
    if (count === 0) return [];
    return [`✓ ${count} ${count === 1 ? "claim or check holds" : "claims and checks hold"}`];
  }

  /** The lines of the report: cells, claims, exercises, types. */
  function reportOf(cells, types) {
    const { failed, held, open } = outcomes(cells);
    const firstLine = (text) => text.split("\n")[0];
    return [
      failed < 0 ? `✓ All ${cells.length} code cells ran` : errorLine(cells, failed),
      ...heldLine(held.length),
      ...open.map(({ n, text }) => `${firstLine(text)} (code cell ${n + 1})`),
      types.startsWith("ok") ? "✓ The types are right" : `✗ Types\n\n${types}`,
    ];
  }

  function nodeOf(lines) {
    const node = document.createElement("div");
    for (const line of lines) {
      const row = document.createElement("pre");
      row.textContent = line;
      row.style.cssText = "margin: 0 0 0.5em; white-space: pre-wrap";
      node.append(row);
    }
    return node;
  }

  /** The notebook in use, or, where none is open, one that the reader picks in the launcher's folder. */
  async function choosePanel(app, tracker, InputDialog, cwd) {
    if (tracker.currentWidget) return tracker.currentWidget;
    const { content } = await app.serviceManager.contents.get(cwd ?? "");
    const items = content.filter(({ type }) => type === "notebook").map((
      { name },
    ) => name).sort();
    if (items.length === 0) {
      throw new Error("Cannot check: no notebook is in this folder");
    }
    const { value } = await InputDialog.getItem({
      title: "Run all and check",
      items,
    });
    if (!value) return undefined;
    return await app.commands.execute("docmanager:open", {
      path: [cwd, value].filter(Boolean).join("/"),
      factory: "Notebook",
    });
  }

  async function runAllAndCheck(
    app,
    tracker,
    { Dialog, InputDialog, showDialog, Widget },
    cwd,
  ) {
    const panel = await choosePanel(app, tracker, InputDialog, cwd);
    if (!panel) return;
    await Promise.all([panel.context.ready, panel.sessionContext.ready]);
    app.shell.activateById(panel.id);
    await app.commands.execute("notebook:run-all-cells");
    await panel.context.save();
    const cells = codeCells(panel);
    const lines = reportOf(cells, await checkTypes(panel));
    await showDialog({
      title: `Run all and check: ${panel.title.label}`,
      body: new Widget({ node: nodeOf(lines) }),
      buttons: [Dialog.okButton({ label: "Close" })],
    });
  }

  async function pluginOf() {
    const { ICommandPalette, Dialog, InputDialog, showDialog } = await shared(
      "@jupyterlab/apputils",
    );
    const [
      { ILauncher },
      { INotebookTracker },
      { IMainMenu },
      { Widget },
      { checkIcon },
    ] = await Promise.all(
      [
        "@jupyterlab/launcher",
        "@jupyterlab/notebook",
        "@jupyterlab/mainmenu",
        "@lumino/widgets",
        "@jupyterlab/ui-components",
      ]
        .map(shared),
    );
    const tools = { Dialog, InputDialog, showDialog, Widget };
    return {
      id: "unrolled:run-all-and-check",
      autoStart: true,
      requires: [INotebookTracker],
      optional: [ICommandPalette, ILauncher, IMainMenu],
      activate(app, tracker, palette, launcher, menu) {
        app.commands.addCommand(COMMAND, {
          label: "Run all and check",
          icon: checkIcon,
          caption: "Save the notebook, run all its cells, and check types and claims",
          execute: ({ cwd }) => runAllAndCheck(app, tracker, tools, cwd),
        });
        palette?.addItem({ command: COMMAND, category: "Notebook Operations" });
        launcher?.add({ command: COMMAND, category: "Other" });
        menu?.runMenu.addGroup([{ command: COMMAND }]);
      },
    };
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB.unrolled = {
    init(packages) {
      scope = packages;
    },
    async get() {
      const plugin = await pluginOf();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
