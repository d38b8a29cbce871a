import { Builder, type WebDriver } from "selenium-webdriver";
import { findProgram } from "../../tools/programs.ts";
import type { EnginePage } from "./engine.ts";

const PATIENCE = 300_000; // milliseconds that a script may take
/** Opens a page in WebKitGTK, by its WebDriver, on a screen that only exists in memory. */
export async function openWebKit(): Promise<EnginePage> {
  const screen = await openScreen(), server = await startDriver(screen.name);
  const end = async () => {
    await server.end();
    await screen.end();
  };
  try {
    return pageOf(await openSession(server.address), end);
  } catch (error) {
    await end();
    throw error;
  }
}

function pageOf(driver: WebDriver, end: () => Promise<void>): EnginePage {
  return {
    open: (address) => driver.get(address),
    async evaluate<Value>(expression: string) {
      // no eval, which a content security policy may forbid
      const script = `const done = arguments[0]; (async () => (${expression}))()` +
        ".then((value) => done({ value }), (error) => done({ error: `${error}` }))";
      const result = await driver.executeAsyncScript(script);
      const { value, error } = result as { value: Value; error?: string };
      if (error !== undefined) throw new Error(error);
      return value;
    },
    async close() {
      await driver.quit().catch(() => {}); // the driver ends with whatever is left
      await end();
    },
  };
}

/** A process with what it has printed about itself. */
interface Helper {
  end(): Promise<void>;
}

/** Starts an X server at a free number, which it prints. */
async function openScreen(): Promise<Helper & { name: string }> {
  const program = await findProgram(["Xvfb"], "xvfb");
  const args = ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"];
  const child = new Deno.Command(program, { args, stdout: "piped", stderr: "null" }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part; !text.includes("\n") && !(part = await reader.read()).done;) text += part.value;
  await reader.cancel();
  return { name: `:${text.trim()}`, end: () => endProcess(child) };
}

async function startDriver(screen: string): Promise<Helper & { address: string }> {
  const program = await findProgram(["WebKitWebDriver"], "webkit2gtk-driver");
  const port = freePort(), args = ["--host=127.0.0.1", `--port=${port}`];
  const settings = { args, env: { DISPLAY: screen }, stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(program, settings).spawn();
  const address = `http://127.0.0.1:${port}`;
  await answerOf(`${address}/status`);
  return { address, end: () => endProcess(child) };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Waits until a server answers. Throws Error after ten seconds. */
async function answerOf(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(address).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`No answer from ${address}`);
}

async function openSession(address: string): Promise<WebDriver> {
  const driver = await new Builder().usingServer(address)
    .withCapabilities({ browserName: "MiniBrowser" }).build();
  await driver.manage().setTimeouts({ script: PATIENCE });
  return driver;
}

async function endProcess(child: Deno.ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await child.status;
}
