import { hostname } from "node:os";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { scratch } from "../tools/scratch.ts";
import { install, until } from "./install.ts";

/** Ports of the daemons, which differ from those of a SLURM that this machine may have. */
const PORTS = { slurmctld: 16817, slurmd: 16818 };

/** A SLURM of one node on this machine, with its own configuration and state; it ends with `close`. */
export class Slurm {
  readonly #daemons: Deno.ChildProcess[] = [];
  readonly env: Record<string, string>;

  private constructor(readonly folder: string) {
    this.env = { SLURM_CONF: join(folder, "slurm.conf") };
  }

  /** Installs SLURM if it is missing, which needs Debian and root, and starts it. */
  static async start(): Promise<Slurm> {
    await install(["munged", "slurmctld", "slurmd"], ["slurm-wlm", "munge"]);
    const slurm = new Slurm(await scratch());
    const key = crypto.getRandomValues(new Uint8Array(1024));
    await Deno.writeFile(join(slurm.folder, "munge.key"), key, { mode: 0o400 });
    await Deno.writeTextFile(slurm.env.SLURM_CONF, configuration(slurm.folder));
    const file = (name: string) => join(slurm.folder, `munge.${name}`);
    slurm.#run(
      ...["munged", "--foreground", "--force", `--key-file=${file("key")}`],
      ...[`--socket=${file("socket")}`, `--pid-file=${file("pid")}`],
      ...[`--log-file=${file("log")}`, `--seed-file=${file("seed")}`],
    );
    await until("munged", () => exists(file("socket")));
    slurm.#run("slurmctld", "-D");
    slurm.#run("slurmd", "-D");
    await until("SLURM", async () => (await slurm.ask("sinfo", "-h", "-o", "%T")) === "idle");
    return slurm;
  }

  /** Returns what one of SLURM's programs prints. */
  async ask(...command: string[]): Promise<string> {
    return (await captureOutput(command, { env: this.env })).stdout.trim();
  }

  async close(): Promise<void> {
    await this.ask("scancel", "--full", "--state=RUNNING", "--state=PENDING", "--user=root");
    await until("the end of the jobs", async () => await this.ask("squeue", "-h") === "");
    for (const daemon of this.#daemons.reverse()) {
      daemon.kill("SIGTERM");
      await daemon.status;
    }
    await Deno.remove(this.folder, { recursive: true });
  }

  #run(program: string, ...args: string[]): void {
    const log = join(this.folder, `${program}.out`);
    const command = ["-c", `exec ${program} "$@" >${log} 2>&1`, program, ...args];
    this.#daemons.push(new Deno.Command("sh", { args: command, env: this.env }).spawn());
  }
}

/** One node of four cores, more than a small machine has; no control groups, so that it also runs in a container. */
function configuration(folder: string): string {
  const name = hostname().split(".")[0];
  return `ClusterName=unrolled
SlurmctldHost=${name}(127.0.0.1)
SlurmctldPort=${PORTS.slurmctld}
SlurmdPort=${PORTS.slurmd}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
StateSaveLocation=${folder}
SlurmdSpoolDir=${folder}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=${name} NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
