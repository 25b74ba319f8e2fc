import { posix, win32 } from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

// What a program needs to find itself, its user, its language and a place for scratch files. Nothing here can carry a secret or lead to
// an agent: no SSH_AUTH_SOCK, no DBUS or XDG_RUNTIME sockets, no NODE_OPTIONS, no npm_config_*, no cloud variables.
// Certificates are named by path, and without them a machine behind its own authority can fetch no package.
const CERTIFICATE_NAMES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR", "SSL_CERT_FILE"];
const POSIX_NAMES = "HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL TERM TMPDIR TZ USER".split(" ");
const WINDOWS_NAMES =
  "APPDATA COMSPEC HOMEDRIVE HOMEPATH LOCALAPPDATA PATH PATHEXT PROCESSOR_ARCHITECTURE PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 SYSTEMDRIVE SYSTEMROOT TEMP TMP USERNAME USERPROFILE WINDIR".split(
    " ",
  );
// A program started from a desktop often gets a PATH without the places where node and npx live.
const POSIX_FOLDERS = ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin"];

/**
 * The whole environment of a subprocess: a few harmless variables of ours, then what was attached.
 *
 * @param own The environment of this process.
 */
export function childEnvironment(
  own: Variables,
  attached: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const isWindows = platform === "win32";
  const names = new Set([...(isWindows ? WINDOWS_NAMES : POSIX_NAMES), ...CERTIFICATE_NAMES]);
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    const known = isWindows ? name.toUpperCase() : name;
    // A value that starts with `()` is a function that an old shell would run.
    if (names.has(known) && value !== undefined && !value.startsWith("()")) environment[known] = value;
  }
  environment["PATH"] = cleanPath(environment["PATH"] ?? "", isWindows);
  for (const [name, value] of Object.entries(attached)) {
    environment[isWindows ? name.toUpperCase() : name] = value;
  }
  return environment;
}

/** Only absolute folders, each once: a program is never found by where somebody happens to stand. */
function cleanPath(path: string, isWindows: boolean): string {
  const paths = isWindows ? win32 : posix;
  const folders = [...path.split(paths.delimiter), ...(isWindows ? [] : POSIX_FOLDERS)];
  return [...new Set(folders.filter((folder) => paths.isAbsolute(folder)))].join(paths.delimiter);
}
