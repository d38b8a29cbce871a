import { type Browser, chromium } from "playwright-core";
import { captureOutput } from "../../tools/command.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium in the search path; on a build machine with Debian, where none is and we are root, it is installed. */
export async function findChromium(): Promise<string> {
  const found = await inPath();
  if (found) return found;
  if (Deno.build.os === "linux" && Deno.uid() === 0) await install();
  const installed = await inPath();
  if (installed) return installed;
  throw new Error("Cannot find Chromium: install it (Debian: apt install chromium)");
}

async function inPath(): Promise<string | undefined> {
  for (const name of NAMES) {
    if ((await captureOutput([name, "--version"])).code === 0) return name;
  }
}

async function install(): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await captureOutput(["apt-get", "update"], { env });
  await captureOutput(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], {
    env,
  });
}

/** A headless Chromium; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const name = await findChromium();
  const { stdout } = await captureOutput(["which", name]);
  return await chromium.launch({ executablePath: stdout.trim(), args: ["--no-sandbox"] });
}
