import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { ownEnvironment, plainEnvironment } from "../../../lib/notebook/environment.ts";

const all = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "x"]));

const CHANGING = [
  ...["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "CONDA_PREFIX"],
  ...["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_DRY_RUN"],
  ...["UV_SYSTEM_PYTHON", "UV_PYTHON", "UV_CONFIG_FILE", "UV_INDEX_STRATEGY"],
  ...["DENO_V8_FLAGS", "DENO_COMPAT", "DENO_NO_PACKAGE_JSON", "DENO_LOG", "RUST_BACKTRACE"],
  ...["NODE_OPTIONS", "NODE_PATH", "NPM_CONFIG_GLOBAL", "npm_config_prefix", "npm_config_dry_run"],
  ...["JUPYTER_PATH", "JUPYTERLAB_DIR"],
];
const FETCHING = [
  ...["HTTPS_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
  ...["PIP_CERT", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CONFIG_FILE"],
  ...["UV_INDEX_URL", "UV_INDEX_OURS_PASSWORD", "UV_NATIVE_TLS", "UV_CACHE_DIR"],
  ...["DENO_DIR", "DENO_CERT", "DENO_TLS_CA_STORE", "DENO_AUTH_TOKENS", "NODE_EXTRA_CA_CERTS"],
  ...["NPM_CONFIG_REGISTRY", "npm_config_cafile", "npm_config_//example.org/:_authToken"],
  ...["HOME", "PATH", "TMPDIR", "JUPYTER_CONFIG_PATH"],
];

describe("ownEnvironment()", () => {
  it("drops variables that change the programs, and keeps those for fetching packages", () => {
    const left = Object.keys(ownEnvironment(all(...CHANGING, ...FETCHING, "FORCE_COLOR")));
    expect(left.filter((name) => CHANGING.includes(name))).toEqual([]);
    expect(FETCHING.filter((name) => !left.includes(name))).toEqual([]);
    expect(left).toContain("FORCE_COLOR"); // the user reads the output
  });

  it("trusts the system's certificates, too, unless the user has chosen a store", () => {
    expect(ownEnvironment({}).DENO_TLS_CA_STORE).toBe("mozilla,system");
    expect(ownEnvironment({ DENO_TLS_CA_STORE: "system" }).DENO_TLS_CA_STORE).toBe("system");
  });
});

describe("plainEnvironment()", () => {
  it("drops colors, too", () => {
    const plain = plainEnvironment(all("FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONPATH", "HOME"));
    expect(Object.keys(plain)).toEqual(expect.arrayContaining(["HOME", "NO_COLOR"]));
    for (const name of ["FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONPATH"]) {
      expect(plain).not.toHaveProperty(name);
    }
  });
});
