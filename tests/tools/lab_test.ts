import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { root } from "../../tools/paths.ts";
import { startLab } from "../browser/server.ts";
import { runTool } from "./scratch.ts";

describe("deno task lab", () => {
  it("refuses a port that is taken, and suggests another", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, text } = await runTool(root, "tools/lab.ts", [`--port=${port}`]);
    listener.close();
    expect(text).toContain(
      `Cannot listen on port ${port}: it is taken; choose another with --port=${port + 1}`,
    );
    expect(code).toBe(1);
  });

  it("refuses a port that is not a number", async () => {
    const { code, text } = await runTool(root, "tools/lab.ts", ["--port=abc"]);
    expect(text.trim()).toBe("Cannot listen on port abc: expected an integer from 0 to 65535");
    expect(code).toBe(1);
  });

  it("serves the course on 127.0.0.1 to a browser with the token, and prints the address", async () => {
    const { address, stop } = await startLab();
    try {
      expect(address.hostname).toBe("127.0.0.1");
      const api = new URL("/api/contents/notebooks/00_start.ipynb?content=0", address);
      const without = await fetch(api, { redirect: "manual" });
      expect(without.status).toBe(403);
      await without.body?.cancel();
      api.searchParams.set("token", address.searchParams.get("token")!);
      expect((await (await fetch(api)).json()).name).toBe("00_start.ipynb");
      const kernels = new URL(`/api/kernelspecs${address.search}`, address);
      expect(Object.keys((await (await fetch(kernels)).json()).kernelspecs)).toContain("unrolled");
    } finally {
      expect(await stop()).toBe(0);
    }
  });
});
