import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { install } from "./install.ts";

/** Makes a certificate as deploy/README.md does. Returns the variable that names Dask's settings with it. */
export async function tlsSettings(folder: string): Promise<Record<string, string>> {
  await install(["openssl"], ["openssl"]);
  const [key, cert, settings] = ["key", "pem", "yaml"].map((end) => join(folder, `dask.${end}`));
  const { code, stderr } = await captureOutput([
    ...["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-subj", "/CN=unrolled"],
    ...["-days", "90", "-keyout", key, "-out", cert],
  ]);
  if (code !== 0) throw new Error(`Cannot make a certificate: ${stderr}`);
  const role = { cert, key };
  const tls = { "ca-file": cert, scheduler: role, worker: role, client: role };
  const comm = { "require-encryption": true, tls };
  await Deno.writeTextFile(settings, JSON.stringify({ distributed: { comm } })); // which is YAML, too
  return { DASK_CONFIG: settings };
}
