// An extension of JupyterLab as its loader wants it, written out: no bundler made it. Below the [*] of a cell that runs for
// longer than a second, it shows the seconds, so that a reader sees that it works and which of several waiting cells it is.
(() => {
  const STYLE = `.jp-InputPrompt[data-elapsed]::after {
    content: attr(data-elapsed) " s";
    display: block;
    font-variant-numeric: tabular-nums;
  }`;
  const queues = new Map(); // the cells of each notebook that run or wait, in their order
  let scope; // the packages that JupyterLab shares with extensions
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  const isOver = ({ cell }) => cell.isDisposed || cell.model.executionState === "idle";

  function mark({ cell }, seconds) {
    const prompt = cell.inputArea?.promptNode;
    if (seconds >= 1) prompt?.setAttribute("data-elapsed", seconds);
    else prompt?.removeAttribute("data-elapsed");
  }

  /** Takes the cells that have ended from a queue, and marks the first of the others, which is the one that runs. */
  function update(queue) {
    for (const entry of queue.filter(isOver)) {
      queue.splice(queue.indexOf(entry), 1);
      mark(entry, 0);
    }
    if (queue.length === 0) return;
    queue[0].since ??= performance.now();
    mark(queue[0], Math.floor((performance.now() - queue[0].since) / 1000));
  }

  function updateAll() {
    for (const [notebook, queue] of queues) {
      update(queue);
      if (queue.length === 0) queues.delete(notebook);
    }
  }

  function activate({ NotebookActions }) {
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
      if (cell.model.type !== "code") return;
      if (!queues.has(notebook)) queues.set(notebook, []);
      queues.get(notebook).push({ cell });
    });
    NotebookActions.executed.connect(updateAll);
    setInterval(updateAll, 250);
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["unrolled-elapsed"] = {
    init(packages) {
      scope = packages;
    },
    async get() {
      const library = await shared("@jupyterlab/notebook");
      const plugin = {
        id: "unrolled-elapsed:seconds",
        autoStart: true,
        activate: () => activate(library),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
