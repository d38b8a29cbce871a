import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { venvProgram } from "../../tools/paths.ts";
import { fetchProblem } from "../../tools/problems.ts";
import { scratch } from "./scratch.ts";

// The root certificate of a network that inspects TLS, and a server certificate that is signed with it.
const MAKE = `
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 2 -subj "/CN=A network"
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj "/CN=localhost"
printf "subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE\\n" > extensions
openssl x509 -req -in request.pem -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile extensions -out cert.pem`;

const hasOpenssl = (await captureOutput(["openssl", "version"])).code === 0;

describe("behind a proxy that inspects TLS", { skip: !hasOpenssl }, () => {
  let folder: string, address: string, server: Deno.HttpServer<Deno.NetAddr>;
  before(async () => {
    folder = await scratch();
    await captureOutput(["sh", "-ec", MAKE], { cwd: folder });
    const [key, cert] = ["key.pem", "cert.pem"].map((name) =>
      Deno.readTextFileSync(join(folder, name))
    );
    const options = { hostname: "127.0.0.1", port: 0, key, cert, onListen: () => {} };
    server = Deno.serve(options, () => new Response("", { status: 404 }));
    address = `https://localhost:${server.addr.port}`;
  });
  after(async () => {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  });

  const programs: Record<string, () => [command: string[], env: Record<string, string>]> = {
    Deno: () => [
      [Deno.execPath(), "eval", "--no-config", 'import "npm:left-pad"'],
      { DENO_DIR: join(folder, "deno"), NPM_CONFIG_REGISTRY: address },
    ],
    pip: () => [
      [venvProgram("python"), "-m", "pip", "download", "--retries=0", "-d", folder, "tiny-one"],
      { PIP_INDEX_URL: address, PIP_EXTRA_INDEX_URL: "", PIP_CONFIG_FILE: "/dev/null" },
    ],
    uv: () => [
      [venvProgram("uv"), "pip", "install", "--system-certs", "--no-config", "tiny-one"],
      { UV_INDEX_URL: address, VIRTUAL_ENV: join(venvProgram("uv"), "..", "..") },
    ],
  };
  const untrusted = { PIP_CERT: "", REQUESTS_CA_BUNDLE: "", CURL_CA_BUNDLE: "" };

  for (const [name, program] of Object.entries(programs)) {
    it(`the certificate error of ${name} is reported in one sentence, whose advice works`, async () => {
      const [command, env] = program();
      const refused = await captureOutput(command, { env: { ...env, ...untrusted } });
      expect(fetchProblem("the packages", refused.stdout + refused.stderr)).toBe(
        "Cannot fetch the packages: the server's certificate is not trusted; save the root certificate of your " +
          "network as a file, set NODE_EXTRA_CA_CERTS, PIP_CERT, and SSL_CERT_FILE to its path, and start again",
      );
      const path = join(folder, "root.pem");
      const trusted = { NODE_EXTRA_CA_CERTS: path, PIP_CERT: path, SSL_CERT_FILE: path };
      const reached = await captureOutput(command, { env: { ...env, ...untrusted, ...trusted } });
      expect(reached.stdout + reached.stderr).not.toContain("certificate");
      expect(reached.code).not.toBe(0); // the server has no packages
    });
  }
});
