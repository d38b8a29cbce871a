const FULL = "the disk is full; free some space and start again";
const READ_ONLY = "it is on a read-only disk; copy the course to a folder that you can write to";
const DENIED = "permission is denied; copy the course to a folder of your own";

/** Returns one sentence about a file that the system refuses to write or to open, or undefined for other errors. */
export function diskProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return;
  if (codeOf(error.cause)) return error.message; // whoever threw it has explained the system's error
  const why = { ENOSPC: FULL, EDQUOT: FULL, EROFS: READ_ONLY, EACCES: DENIED }[codeOf(error)];
  const path = error.message.match(/'([^']+)'$/)?.[1] ?? "a file";
  return why && `Cannot use ${path}: ${why}`;
}

const codeOf = (error: unknown) => error instanceof Error && "code" in error ? `${error.code}` : "";

/** Returns one sentence about packages that could not be fetched or installed, based on the program's output. */
export function fetchProblem(packages: string, output: string): string {
  const why = diskReason(output);
  if (why) return `Cannot install ${packages}: ${why}`;
  if (/certificate|_CERT/i.test(output)) {
    return `Cannot fetch ${packages}: the server's certificate is not trusted; save the root certificate of your ` +
      "network as a file, set NODE_EXTRA_CA_CERTS, PIP_CERT, and SSL_CERT_FILE to its path, and start again";
  }
  if (/connect|resolve|network|timed out|No matching distribution|Failed loading/i.test(output)) {
    return `Cannot fetch ${packages}: check the network and start again`;
  }
  return `Cannot install ${packages}: ${reasonIn(output)}`;
}

/** Returns why a program has failed: a problem of the disk, the first line that it marks as an error, or its last line. */
export function reasonIn(output: string): string {
  const lines = output.trim().split("\n");
  const error = lines.find((line) => /^(npm )?error:? /i.test(line)) ?? lines.at(-1)!;
  return diskReason(output) ?? error.replace(/^(npm )?error:? /i, "");
}

function diskReason(output: string): string | undefined {
  if (/No space left|ENOSPC|Disk quota/i.test(output)) return FULL;
  if (/Read-only file system|EROFS/i.test(output)) return READ_ONLY;
}
