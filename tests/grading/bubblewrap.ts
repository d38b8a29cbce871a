import { captureOutput } from "../../tools/command.ts";

/** Tests whether bubblewrap works; as root on Debian, installs it if it is missing. */
export async function findBubblewrap(): Promise<boolean> {
  if (await works()) return true;
  if (Deno.build.os === "linux" && Deno.uid() === 0) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await captureOutput(["apt-get", "update"], { env });
    await captureOutput(
      ["apt-get", "install", "--yes", "--no-install-recommends", "bubblewrap"],
      { env },
    );
  }
  return await works();
}

async function works(): Promise<boolean> {
  const bare = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"];
  return (await captureOutput(bare)).code === 0;
}

if (import.meta.main && !await findBubblewrap()) {
  console.error("Cannot test the grader: install bubblewrap (Debian: apt install bubblewrap)");
  Deno.exit(1);
}
