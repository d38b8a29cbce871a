import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** A JupyterLab that runs, at its address with the token. */
export interface Server {
  address: URL;
  /** Asks the server to end, with all kernels, and gives its exit code. */
  stop(): Promise<number>;
}

/** Starts JupyterLab as `deno task lab` does, on a free port; further arguments and settings go to JupyterLab. */
export async function startLab(args: string[] = [], env = {}): Promise<Server> {
  const lab = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(root, "tools", "lab.ts"), ...options(), ...args],
    env: { NO_COLOR: "1", ...env },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const address = await firstAddress(lab);
  await answer(address);
  return { address, stop: () => stop(lab, address) };
}

function options(): string[] {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return [`--port=${listener.addr.port}`, "--no-browser"];
}

/** The first address with a token that JupyterLab prints; the rest of what it prints is read and dropped. */
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

/** Waits until the server answers: on a busy machine it may print its address before. */
async function answer(address: URL): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const reply = await fetch(new URL("/api", address)).catch(() => undefined);
    await reply?.body?.cancel();
    if (reply) return;
    await new Promise((later) => setTimeout(later, 200));
  }
}

async function stop(lab: Deno.ChildProcess, address: URL): Promise<number> {
  const late = setTimeout(() => lab.kill("SIGTERM"), 20_000);
  const end = new URL(`/api/shutdown${address.search}`, address);
  await fetch(end, { method: "POST" }).then((answer) => answer.body?.cancel(), () => {});
  const { code } = await lab.status;
  clearTimeout(late);
  return code;
}
