import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { scratch } from "../tools/scratch.ts";
import { install, until } from "./install.ts";

const PORT = 16822;

/** An ssh server on this machine, with keys of its own, which plays two desks. */
export class Desks {
  readonly names = ["desk1", "desk2"];

  private constructor(
    readonly folder: string,
    readonly server: Deno.ChildProcess,
    readonly config: string,
  ) {}

  /** Installs OpenSSH if it is missing, which needs Debian and root, and starts a server. */
  static async start(): Promise<Desks> {
    await install(["/usr/sbin/sshd", "ssh-keygen"], ["openssh-server"]);
    await Deno.mkdir("/run/sshd", { recursive: true }); // where sshd gives up its permissions
    const folder = await scratch(), file = (name: string) => join(folder, name);
    for (const name of ["host", "user"]) {
      await captureOutput(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
    }
    const host = (await Deno.readTextFile(file("host.pub"))).trim();
    await Deno.writeTextFile(file("known"), `[127.0.0.1]:${PORT} ${host}\n`);
    const config = file("config");
    await Deno.writeTextFile(
      config,
      `Host desk1 desk2\n  HostName 127.0.0.1\n  Port ${PORT}\n  IdentityFile ${file("user")}
  UserKnownHostsFile ${file("known")}\n`,
    );
    const options = [
      ...[`HostKey=${file("host")}`, `AuthorizedKeysFile=${file("user.pub")}`, "StrictModes=no"],
      ...["ListenAddress=127.0.0.1", "PermitRootLogin=yes", "UsePAM=no", "PidFile=none"],
    ].flatMap((option) => ["-o", option]);
    const server = new Deno.Command("/usr/sbin/sshd", {
      args: ["-D", "-f", "/dev/null", "-p", String(PORT), ...options],
      stderr: "null",
    }).spawn();
    await until("sshd", () => answers(PORT));
    return new Desks(folder, server, config);
  }

  async close(): Promise<void> {
    this.server.kill("SIGTERM");
    await this.server.status;
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
