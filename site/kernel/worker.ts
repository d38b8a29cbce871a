import { enterFolder } from "./files.ts";
import { Kernel } from "./kernel.ts";
import type { Reply, Request } from "./protocol.ts";
import { rememberResults } from "./shims/earlier_results.ts";

let post: (reply: Reply) => void;
let kernel: Kernel;
let queue = Promise.resolve();

/** Answers the requests that arrive at a port; cells run one after the other. */
function listen(port: MessagePort): void {
  post = port.postMessage.bind(port); // kept before a cell can change it
  port.onmessage = ({ data }: MessageEvent<Request>) => {
    queue = queue.then(() => answer(data));
  };
}

async function answer(request: Request): Promise<void> {
  if (request.type === "start") {
    enterFolder(request.folder);
    rememberResults(request.results ?? {});
    kernel = new Kernel(request.modules, (cell, output) => post({ type: "output", cell, output }));
    post({
      type: "ready",
      threads: globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1,
    });
  } else if (request.type === "run") {
    const { cell, script, lines } = request;
    post({ type: "done", cell, ...await kernel.run(cell, script, lines) });
  } else {
    const start = performance.now();
    const outputs = await kernel.call(request.control, request.value);
    post({ type: "called", control: request.control, outputs, ms: performance.now() - start });
  }
}

// the first message brings the port; the others have no meaning here, so that cells may use them
addEventListener("message", (event) => listen((event as MessageEvent).ports[0]), { once: true });
