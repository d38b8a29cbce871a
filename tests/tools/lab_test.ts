import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/place.ts";
import { runTool } from "./scratch.ts";

describe("deno task lab", () => {
  it("refuses a port that is taken, and names another", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, text } = await runTool(root, "lab.ts", [`--port=${port}`]);
    listener.close();
    expect(text).toContain(
      `Cannot listen on port ${port}: it is taken; choose another with --port=${port + 1}`,
    );
    expect(code).toBe(1);
  });

  it("serves the course on 127.0.0.1 to those who hold the token, and prints the address", async () => {
    const lab = start(freePort());
    try {
      const address = await firstAddress(lab);
      expect(address.hostname).toBe("127.0.0.1");
      const api = new URL("/api/contents/00_start.ipynb?content=0", address);
      const without = await fetch(api, { redirect: "manual" });
      expect(without.status).toBe(403);
      await without.body?.cancel();
      api.searchParams.set("token", address.searchParams.get("token")!);
      expect((await (await fetch(api)).json()).name).toBe("00_start.ipynb");
      const kernels = new URL(`/api/kernelspecs${address.search}`, address);
      expect(Object.keys((await (await fetch(kernels)).json()).kernelspecs)).toContain("unrolled");
      const stop = new URL(`/api/shutdown${address.search}`, address);
      await (await fetch(stop, { method: "POST" })).body?.cancel();
      expect((await lab.status).code).toBe(0);
    } catch (error) {
      lab.kill("SIGTERM"); // a server that was not asked to stop would be waited for for ever
      throw error;
    } finally {
      await lab.status;
    }
  });
});

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

function start(port: number): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(root, "tools", "lab.ts"), `--port=${port}`, "--no-browser"],
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
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
