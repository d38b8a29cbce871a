// An extension of JupyterLab as its loader wants it, written out: no bundler made it. It shows the errors of Deno's kernel
// without the kernel's own lines: the name and the message once, then the functions of the course in which it happened.
// The saved output stays as the kernel sent it. The kernel counts lines in the code that it has compiled, so those of a
// cell are shown only for syntax errors, which it finds before.
(() => {
  const ERROR = "application/vnd.jupyter.error";
  const STOPPED = "expected struct EvaluateResponse"; // what the kernel says of a cell that was interrupted
  const NOTEBOOK = /file:\/\/\S*\/\$deno\$repl\.mts/g;
  const FRAME = /^ +at (?:async )?(?:(.+?) \()?file:\/\/(\S+):(\d+):\d+\)?$/;
  const LIBRARY = /.*\/((?:lib|models|datasets|grading|exercises)\/(?:\w+\/)*\w+\.ts)$/;

  let scope; // the packages that JupyterLab shares with extensions
  const shared = async (name) => (await Object.values(scope[name])[0].get())();

  function tidyText({ ename, evalue, traceback }) {
    if (ename.includes(STOPPED)) return "Stopped.";
    if (traceback.length > 0) return thrownError(traceback.join("\n")) + adviceFor(ename, evalue);
    return ename === evalue ? syntaxError(evalue) : `${ename}: ${evalue}`;
  }

  /** Returns a line for a beginner who has not run the first cells. */
  function adviceFor(ename, evalue) {
    const [, missing] = (ename === "ReferenceError" && evalue.match(/(\S+) is not defined$/)) || [];
    return missing ? `\nIf a cell above defines ${missing}, run that cell first.` : "";
  }

  /** The message of a syntax error, its place, and the line with a mark below it. */
  function syntaxError(text) {
    const [, line, column] = text.match(/ +at file:\S+:(\d+):(\d+)\s*$/) ?? [];
    const excerpt = text.replace(/\n +at file:\S+\s*$/, "").split("\n").filter((row) =>
      row.trim() !== "|"
    );
    const place = line ? ` (line ${line}, column ${column})` : "";
    return [excerpt[0] + place, ...excerpt.slice(1)].join("\n");
  }

  function thrownError(text) {
    const lines = text.replace(/^Stack trace:\n/, "").replaceAll(NOTEBOOK, "this notebook").split(
      "\n",
    );
    return lines.flatMap((line) => {
      if (!/^ +at /.test(line)) return [line];
      const [, name, path, row] = line.match(FRAME) ?? [];
      if (!path) return [];
      const file = path.match(LIBRARY)?.[1] ?? path.split("/").at(-1);
      return [`    in ${name ? `${name}, ` : ""}${file}, line ${row}`];
    }).join("\n");
  }

  function activate(_app, rendermime, { errorRendererFactory }) {
    const createRenderer = (options) => {
      const renderer = errorRendererFactory.createRenderer(options);
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = (model) => {
        const data = { [ERROR]: tidyText(model.data[ERROR]) };
        return render(Object.create(model, { data: { value: data } }));
      };
      return renderer;
    };
    rendermime.addFactory({ safe: true, mimeTypes: [ERROR], createRenderer }, 0);
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["unrolled-tidy-errors"] = {
    init(packages) {
      scope = packages;
    },
    async get() {
      const library = await shared("@jupyterlab/rendermime");
      const plugin = {
        id: "unrolled-tidy-errors:render",
        autoStart: true,
        requires: [library.IRenderMimeRegistry],
        activate: (app, rendermime) => activate(app, rendermime, library),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
