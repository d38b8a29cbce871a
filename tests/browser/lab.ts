import { join } from "node:path";
import { jupyterEnv, program } from "../../tools/place.ts";

const TOKEN = "untrusted";

/** A JupyterLab on a folder whose notebooks it doesn't trust, with every cell of a notebook in the page. */
export class Lab {
  private constructor(readonly address: string, readonly child: Deno.ChildProcess) {}

  /** Starts one that keeps its settings and its signatures in the folder; throws Error where it does not answer. */
  static async start(folder: string): Promise<Lab> {
    const settings = join(folder, ".settings", "@jupyterlab", "notebook-extension");
    await Deno.mkdir(settings, { recursive: true });
    const all = JSON.stringify({ windowingMode: "none" });
    await Deno.writeTextFile(join(settings, "tracker.jupyterlab-settings"), all);
    const port = freePort();
    const child = new Deno.Command(program("jupyter-lab"), {
      args: [
        "--no-browser",
        "--allow-root",
        `--port=${port}`,
        "--ServerApp.ip=127.0.0.1",
        `--ServerApp.root_dir=${folder}`,
        `--IdentityProvider.token=${TOKEN}`,
        `--NotebookNotary.db_file=${join(folder, ".signatures.db")}`,
      ],
      cwd: folder,
      env: { ...jupyterEnv, JUPYTERLAB_SETTINGS_DIR: join(folder, ".settings") },
      stdout: "null",
      stderr: "null",
    }).spawn();
    const lab = new Lab(`http://127.0.0.1:${port}`, child);
    for (let tries = 0; tries < 600; tries++) {
      const answer = await fetch(`${lab.address}/api/status?token=${TOKEN}`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return lab;
      await new Promise((later) => setTimeout(later, 100));
    }
    await lab.stop();
    throw new Error("JupyterLab does not answer within a minute");
  }

  /** The address of a notebook in a workspace without others. */
  of(name: string): string {
    return `${this.address}/lab/tree/${name}?reset&token=${TOKEN}`;
  }

  async stop(): Promise<void> {
    try {
      this.child.kill("SIGTERM");
    } catch {
      // it has ended already
    }
    await this.child.status;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}
