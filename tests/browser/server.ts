import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";

/** A running JupyterLab, with its address and token. */
export interface Server {
  address: URL;
  /** Shuts down the server with all kernels and returns its exit code. */
  stop(): Promise<number>;
}

/** Starts JupyterLab as `deno task lab` does, on a free port, with further arguments and environment variables. */
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

/** Waits until the server answers, since it prints its address before it listens. */
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
  // At its end, Python sometimes waits forever for a thread of JupyterLab's, and then ignores signals.
  const kill = ["pkill", "-KILL", "--parent", String(lab.pid)];
  const stuck = setTimeout(() => captureOutput(kill), 30_000);
  const end = new URL(`/api/shutdown${address.search}`, address);
  await fetch(end, { method: "POST" }).then((answer) => answer.body?.cancel(), () => {});
  const { code } = await lab.status;
  clearTimeout(late);
  clearTimeout(stuck);
  return code;
}
