// An extension of JupyterLab as its loader wants it, written out: no bundler made it. It adds two commands to the launcher,
// the palette, and the Run menu, "Run all and check", with the types or without: they restart the kernel, run all cells,
// let the notebook's own kernel check the types, show what failed, and go to the first cell that did.
(() => {
  const COMMAND = "unrolled:run-all-and-check";
  const here = document.currentScript.src;
  // The kernel is Deno; what it prints is read here and stands in no cell.
  const typesOf = (path) =>
    `const { checkTypes } = await import("rnn/notebook");
     console.log(JSON.stringify(await checkTypes(${JSON.stringify(path)})));`;

  let scope; // the packages that JupyterLab shares with extensions
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  const codeCells = (panel) => panel.content.widgets.filter(({ model }) => model.type === "code");
  const outputsOf = ({ model }) => model.outputs.toJSON();

  /** Runs the cells in order in a new kernel; ends at an error, but not at a claim that does not hold. */
  async function runAll(
    { content, sessionContext },
    { NotebookActions },
    { errorIn, isFalseClaim },
  ) {
    NotebookActions.clearAllOutputs(content);
    await sessionContext.restartKernel();
    for (const cell of codeCells({ content })) cell.model.executionCount = null;
    for (const cell of content.widgets) {
      await NotebookActions.runCells(content, [cell], sessionContext);
      if (cell.model.type !== "code") continue;
      const outputs = outputsOf(cell);
      if (errorIn(outputs) && !isFalseClaim(outputs)) return;
    }
  }

  /** Returns the report of `checkTypes` on the saved notebook, or the problem of a check that failed. */
  async function checkTypes(panel) {
    await panel.context.save();
    const name = panel.context.path.split("/").at(-1);
    const { kernel } = panel.sessionContext.session;
    const request = kernel.requestExecute({ code: typesOf(name), store_history: false });
    let text = "", problem = "the kernel gave no answer";
    request.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream" && content.name === "stdout") text += content.text;
      if (header.msg_type === "error") problem = `${content.ename}: ${content.evalue}`;
    };
    await request.done;
    return text.trim() ? JSON.parse(text) : { problem };
  }

  /** Returns the parts of a cell that the report needs. */
  function recordOf(cell) {
    const { grade, grade_id = "" } = cell.model.getMetadata("nbgrader") ?? {};
    return {
      number: cell.model.executionCount,
      source: cell.model.sharedModel.getSource(),
      outputs: outputsOf(cell),
      item: grade ? grade_id.replace(/_check$/, "").replace("_", ".") : undefined,
    };
  }

  async function showCell({ content }, cell) {
    content.activeCellIndex = content.widgets.indexOf(cell);
    await content.scrollToCell(cell, "start");
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
    const notebooks = content.filter(({ type }) => type === "notebook");
    const items = notebooks.map(({ name }) => name).sort();
    if (items.length === 0) throw new Error("Cannot check: no notebook is in this folder");
    const { value } = await InputDialog.getItem({ title: "Run all and check", items });
    if (!value) return undefined;
    return await app.commands.execute("docmanager:open", {
      path: [cwd, value].filter(Boolean).join("/"),
      factory: "Notebook",
    });
  }

  async function runAllAndCheck(app, tracker, tools, { cwd, types = true }) {
    const { Dialog, InputDialog, showDialog, Widget } = tools;
    const panel = await choosePanel(app, tracker, InputDialog, cwd);
    if (!panel) return;
    const report = await import(new URL("report.js", here));
    await Promise.all([panel.context.ready, panel.sessionContext.ready]);
    app.shell.activateById(panel.id);
    await runAll(panel, tools, report);
    const checked = types ? await checkTypes(panel) : undefined, cells = codeCells(panel);
    const { lines, first } = report.reportOf(cells.map(recordOf), checked);
    if (cells[first]) await showCell(panel, cells[first]);
    await showDialog({
      title: `Run all and check: ${panel.title.label}`,
      body: new Widget({ node: nodeOf(lines) }),
      buttons: [Dialog.okButton({ label: "Close" })],
    });
    if (cells[first]) await showCell(panel, cells[first]); // the dialog gives the focus back to another cell
  }

  async function pluginOf() {
    const [apputils, { ILauncher }, notebook, { IMainMenu }, { Widget }, { fastForwardIcon }] =
      await Promise.all(
        [
          "@jupyterlab/apputils",
          "@jupyterlab/launcher",
          "@jupyterlab/notebook",
          "@jupyterlab/mainmenu",
          "@lumino/widgets",
          "@jupyterlab/ui-components",
        ].map(shared),
      );
    const tools = { ...apputils, ...notebook, Widget };
    const add = (app, tracker, id, label, caption, types) =>
      app.commands.addCommand(id, {
        label,
        caption,
        icon: fastForwardIcon,
        execute: (args) => runAllAndCheck(app, tracker, tools, { ...args, types }),
      });
    return {
      id: COMMAND,
      autoStart: true,
      requires: [notebook.INotebookTracker],
      optional: [apputils.ICommandPalette, ILauncher, IMainMenu],
      activate(app, tracker, palette, launcher, menu) {
        const what =
          "Restart the kernel, run all cells, and list the claims and checks that hold and fail";
        const bare = `${COMMAND}-without-types`;
        add(app, tracker, COMMAND, "Run all and check", `${what}, and the type errors`, true);
        add(app, tracker, bare, "Run all and check without types", what, false);
        for (const command of [COMMAND, bare]) {
          palette?.addItem({ command, category: "Notebook Operations" });
        }
        launcher?.add({ command: COMMAND, category: "Other" });
        menu?.runMenu.addGroup([{ command: COMMAND }, { command: bare }]);
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
