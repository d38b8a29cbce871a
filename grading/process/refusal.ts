// Deno's message about a permission: its kind, and what was asked for
const REQUIRES = /Requires (\w+) access(?: to "([^"]*)")?/;
const THROWS = /^throws [^:]{1,40}: Requires /; // not an error of the student's own that quotes the message
const FLAG = /, run again with the --allow-[a-z-]+ flag/g;
const SYSTEM =
  /^(\/(bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|usr|var)(\/|$)|[A-Z]:[\\/]Windows)/i;
const OUTSIDE = /^([\\/]|[A-Z]:)|(^|[\\/])\.\.([\\/]|$)/i;

/** The attempts by the kind of permission; those on files name a class of paths too. */
const ATTEMPTS: Record<string, string> = {
  net: "use the network",
  import: "import a module from the network",
  env: "read the environment variables",
  run: "start a program or stop one",
  sys: "read the settings of the system",
  ffi: "load a native library",
};
const ON_FILES: Record<string, string> = { read: "read", write: "write" };
const PLACES = ["a system file", "a file in another folder", "a file"];
const ALL = [
  ...Object.values(ATTEMPTS),
  ...Object.values(ON_FILES).flatMap((verb) => PLACES.map((place) => `${verb} ${place}`)),
];
const ALLOWED = "which is not allowed: a solution may use the arguments of its functions, the " +
  "notebook's own code, and rnn, but no files, network, environment, or programs";

/**
 * Returns the description of an error with which Deno refuses a permission: what was tried, without the path, and what
 * is allowed instead, but not the flag that would grant the permission. Returns other descriptions without that flag.
 */
export function withoutFlag(description: string): string {
  const attempt = THROWS.test(description) && quotedIn(description);
  return attempt ? `tries to ${attempt}, ${ALLOWED}` : description.replaceAll(FLAG, "");
}

/** Returns the attempt in a message made by `withoutFlag`, for example "read a system file", if there is one. */
export function attemptIn(message: string): string | undefined {
  return ALL.find((attempt) => message.includes(`tries to ${attempt}, ${ALLOWED}`)) ??
    quotedIn(message);
}

/** Returns the attempt in Deno's own message, if there is one. */
function quotedIn(text: string): string | undefined {
  const [, kind = "", target = ""] = text.match(REQUIRES) ?? [];
  if (Object.hasOwn(ATTEMPTS, kind)) return ATTEMPTS[kind];
  if (!Object.hasOwn(ON_FILES, kind)) return;
  const place = SYSTEM.test(target) ? 0 : OUTSIDE.test(target) ? 1 : 2;
  return `${ON_FILES[kind]} ${PLACES[place]}`;
}
