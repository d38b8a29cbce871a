/** Directives of both policies; deploy/README.md explains them. */
const DIRECTIVES = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "form-action 'self'",
  "base-uri 'none'",
];

/** Permissions of single scripts: the kernel evaluates cells, in WebKit as modules, and both compile WebAssembly. */
const PERMISSIONS: Record<string, string> = {
  "/_static/live/kernel.js": " 'unsafe-eval' blob:",
  "/_static/live/fast_worker.js": " 'wasm-unsafe-eval'",
};

/** The content security policy for hosts that send one for all files. */
export const POLICY: string = [...DIRECTIVES, "script-src 'self' 'unsafe-eval' blob:"].join("; ");

/** Returns the strictest policy for a file, by its path from the top of the site: only the kernel may evaluate text. */
export function strictPolicy(path: string): string {
  return [...DIRECTIVES, `script-src 'self'${PERMISSIONS[path] ?? ""}`].join("; ");
}
