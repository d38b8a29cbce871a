// Variables with which users and other installations change what Python, pip, uv, Deno, Node and npm do, find, or
// print.
const CHANGING =
  /^((PYTHON|PIP_|UV_|DENO_|NODE_|NPM_CONFIG_|CONDA_|VIRTUAL_ENV|RUST_).*|__PYVENV_LAUNCHER__|JUPYTER_PATH|JUPYTERLAB_DIR)$/;
// Those of them that are kept, because they only say how packages are fetched and where they are cached.
const FETCHING = [
  /^PIP_(((EXTRA_)?INDEX|PYPI)_URL|FIND_LINKS|NO_INDEX|TRUSTED_HOST|(CLIENT_)?CERT|PROXY)$/,
  /^PIP_((DEFAULT_)?TIMEOUT|RETRIES|(NO_)?CACHE_DIR|CONFIG_FILE|KEYRING_PROVIDER|USE_FEATURE)$/,
  /^UV_((EXTRA_|DEFAULT_)?INDEX(_URL|_\w+_(USERNAME|PASSWORD))?|FIND_LINKS|INSECURE_HOST)$/,
  /^UV_(NATIVE_TLS|SYSTEM_CERTS|(HTTP|REQUEST)_TIMEOUT|CACHE_DIR|KEYRING_PROVIDER)$/,
  /^DENO_(DIR|CERT|TLS_CA_STORE|AUTH_TOKENS|JOBS|COVERAGE_DIR)$/,
  /^NODE_(EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED|USE_SYSTEM_CA|USE_ENV_PROXY)$/,
  /^NPM_CONFIG_(\/\/.*|@.*:REGISTRY|REGISTRY|CA|CAFILE|CERT|KEY|STRICT_SSL|(HTTPS?_)?PROXY)$/,
  /^NPM_CONFIG_(NOPROXY|CACHE|USERCONFIG|GLOBALCONFIG|FETCH_\w+)$/,
];
const COLORS = /^(FORCE_COLOR|CLICOLOR_FORCE)$/;

/** Tests whether a variable, such as PIP_CERT, only says how packages are fetched or where they are cached. */
export function isFetching(name: string): boolean {
  return FETCHING.some((pattern) => pattern.test(name));
}

/**
 * Returns the environment in which the course runs other programs: the user's, without the variables that would change
 * what these programs do. Proxies, certificates, package indexes and caches stay the user's choice.
 */
export function ownEnvironment(from = Deno.env.toObject()): Record<string, string> {
  const kept = Object.entries(from).filter(([name]) => {
    const upper = name.toUpperCase(); // npm also reads lower case, and Windows does not distinguish the two
    return !name.startsWith("=") && (!CHANGING.test(upper) || isFetching(upper));
  });
  return {
    DENO_TLS_CA_STORE: "mozilla,system", // so that a company's root certificate in the system's store is trusted
    ...Object.fromEntries(kept),
    DENO_NO_UPDATE_CHECK: "1",
    PYTHONUTF8: "1", // on Windows, Python otherwise writes other encodings to pipes and files
  };
}

/** Returns `ownEnvironment` for a program whose output is parsed: without colors. */
export function plainEnvironment(from = Deno.env.toObject()): Record<string, string> {
  const kept = Object.entries(ownEnvironment(from)).filter(([name]) =>
    !COLORS.test(name.toUpperCase())
  );
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}
