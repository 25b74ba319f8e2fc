import { join } from "node:path";
import { ECHO_SERVER } from "../../testkit/mcp/echo-server.ts";
import { HOSTILE_SERVER, type HostileModeName } from "../../testkit/mcp/hostile-server.ts";

const ROOT = join(import.meta.dirname, "../..");
const PUBLISHED = join(ROOT, "node_modules/@modelcontextprotocol");
const VERSION = "2026.8.31"; // as in package.json, so that npx finds it installed

/** How an upstream is started. */
export interface UpstreamCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Literal variables of its environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

const node = (...args: readonly string[]): UpstreamCommand => ({ command: process.execPath, args });

/** Real servers from npm, as installed here: no scenario may depend on a registry. */
export const everything = (): UpstreamCommand => node(join(PUBLISHED, "server-everything/dist/index.js"));
export const filesystem = (folder: string): UpstreamCommand =>
  node(join(PUBLISHED, "server-filesystem/dist/index.js"), folder);

/** The same as a person would have them started; npx takes what is installed in its working directory and may ask no registry. */
export const byNpx = (name: "everything" | "filesystem", ...args: readonly string[]): UpstreamCommand => ({
  command: "npx",
  args: ["-y", `@modelcontextprotocol/server-${name}@${VERSION}`, ...args],
  cwd: ROOT,
  variables: { npm_config_offline: "true" },
});

/** Servers of our own: one that counts what it did, and the hostile ones. */
export const echo = (): UpstreamCommand => node(ECHO_SERVER);
export const hostile = (mode: HostileModeName): UpstreamCommand => node(HOSTILE_SERVER, mode);
