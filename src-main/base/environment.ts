import type { SidecarEnvironment } from "../../src-contract/host.ts";

/**
 * What the sidecar may inherit. Everything else stays behind: a shell's environment is full of keys, and the sidecar
 * starts other people's servers.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  // Finding programs and folders.
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "TMPDIR",
  "TEMP",
  "TMP",
  "XDG_RUNTIME_DIR",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "DBUS_SESSION_BUS_ADDRESS",
  // Windows does not start a process without some of these.
  "SYSTEMROOT",
  "SYSTEMDRIVE",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "PROGRAMFILES",
  // Language and time.
  "LANG",
  "LANGUAGE",
  "LC_ALL",
  "LC_CTYPE",
  "LC_MESSAGES",
  "TZ",
  // Reaching the network the way this machine does.
  "NODE_EXTRA_CA_CERTS",
  "NODE_USE_ENV_PROXY",
  "NODE_USE_SYSTEM_CA",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  // Where to tell of executions of tools, for those who want that.
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "NPM_CONFIG_CACHE",
  "NPM_CONFIG_REGISTRY",
  "NPM_CONFIG_USERCONFIG",
]);

/** Picks the variables that the sidecar may see and adds the studio's settings. */
export function sidecarEnvironment(
  source: NodeJS.ProcessEnv,
  settings: Partial<SidecarEnvironment>,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && ALLOWED.has(name.toUpperCase())) environment[name] = value;
  }
  return { ...environment, ...settings };
}
