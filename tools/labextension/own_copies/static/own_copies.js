// An extension of JupyterLab as its loader wants it, written out: no bundler made it. A notebook of the course that is
// opened from a list of files or through a link is replaced by the reader's copy of it, because JupyterLab saves outputs
// into the notebook that it shows.
(() => {
  const COURSE = "notebooks", WORK = "work";

  let scope; // the packages that JupyterLab shares with extensions
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  /** Returns the names of the reader's copies; none in a folder where notebooks are worked in directly. */
  async function copies(contents) {
    const namesIn = async (path) => (await contents.get(path)).content.map(({ name }) => name);
    const top = await namesIn("");
    const isCourse = top.includes(WORK) && top.includes(COURSE) &&
      (await namesIn(COURSE)).includes("checksums.json");
    return new Set(isCourse ? await namesIn(WORK) : []);
  }

  async function activate(app, documents) {
    const names = await copies(app.serviceManager.contents);
    const own = (path) => {
      const [folder, name, ...rest] = path.replace(/^\//, "").split("/");
      const isCopied = folder === COURSE && rest.length === 0 && names.has(name);
      return isCopied ? `${WORK}/${name}` : path;
    };
    for (const method of ["open", "openOrReveal"]) {
      const original = documents[method].bind(documents);
      documents[method] = (path, ...rest) => original(own(path), ...rest);
    }
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["unrolled-own-copies"] = {
    init(packages) {
      scope = packages;
    },
    async get() {
      const { IDocumentManager } = await shared("@jupyterlab/docmanager");
      const plugin = {
        id: "unrolled-own-copies:open",
        autoStart: true,
        requires: [IDocumentManager],
        activate,
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
