import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { install } from "./install.ts";

const EXTENSIONS = "subjectAltName=IP:127.0.0.1";

/** Makes a certificate authority and one certificate of it in a folder. Returns Dask's settings that use them. */
export async function tlsSettings(folder: string): Promise<Record<string, string>> {
  await install(["openssl"], ["openssl"]);
  const file = (name: string) => join(folder, name);
  const key = (name: string) => [
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-keyout", file(`${name}.key`), "-subj", `/CN=${name}`, "-days", "2"],
  ];
  await openssl("req", "-x509", ...key("ca"), "-out", file("ca.pem"));
  await openssl("req", ...key("node"), "-out", file("node.csr"));
  await Deno.writeTextFile(file("extensions"), EXTENSIONS);
  await openssl(
    ...["x509", "-req", "-in", file("node.csr"), "-CA", file("ca.pem"), "-CAkey", file("ca.key")],
    ...["-CAcreateserial", "-days", "2", "-extfile", file("extensions"), "-out", file("node.pem")],
  );
  const roles = ["SCHEDULER", "WORKER", "CLIENT"].flatMap((role) => [
    [`DASK_DISTRIBUTED__COMM__TLS__${role}__CERT`, file("node.pem")],
    [`DASK_DISTRIBUTED__COMM__TLS__${role}__KEY`, file("node.key")],
  ]);
  return {
    DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION: "true",
    DASK_DISTRIBUTED__COMM__TLS__CA_FILE: file("ca.pem"),
    ...Object.fromEntries(roles),
  };
}

async function openssl(...args: string[]): Promise<void> {
  const { code, stderr } = await captureOutput(["openssl", ...args]);
  if (code !== 0) throw new Error(`Cannot make a certificate: ${stderr}`);
}
