import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** A running JupyterLab, with its address and token. */
export interface Server {
  address: URL;
  /** Shuts down the server with all kernels and returns its exit code. */
  stop(): Promise<number>;
}

/** Starts JupyterLab as `deno task lab` does, on a free port, with further arguments and environment variables. */
export function startLab(args: string[] = [], env = {}): Promise<Server> {
  return startLabAtItsPort([freePort(), ...args], env);
}

/** Starts JupyterLab as `startLab` does, but lets it find its port. */
export async function startLabAtItsPort(args: string[] = [], env = {}): Promise<Server> {
  const lab = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(root, "tools", "lab.ts"), "--no-browser", ...args],
    env: { NO_COLOR: "1", ...env },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const address = await firstAddress(lab);
  return { address, stop: () => stop(lab) };
}

function freePort(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return `--port=${listener.addr.port}`;
}

/** Returns the first address with a token that JupyterLab prints; its further output is read and dropped. */
async function firstAddress(lab: Deno.ChildProcess): Promise<URL> {
  let text = "";
  return await new Promise((found, failed) => {
    lab.stderr.pipeThrough(new TextDecoderStream()).pipeTo(
      new WritableStream({
        write(part) {
          text += part;
          const address = text.match(/http:\/\/127\.0\.0\.1\S+token=[0-9a-f]+/);
          if (address) found(new URL(address[0]));
        },
      }),
    ).finally(() => failed(new Error(`JupyterLab printed no address: ${text}`)));
  });
}

/** Ends the program, which shuts down JupyterLab and its kernels. */
async function stop(lab: Deno.ChildProcess): Promise<number> {
  lab.kill("SIGTERM");
  return (await lab.status).code;
}
