import { join } from "node:path";
import { ECHO_SERVER } from "../../testkit/mcp/echo-server.ts";
import { HOSTILE_SERVER, type HostileModeName } from "../../testkit/mcp/hostile-server.ts";

const PUBLISHED = join(import.meta.dirname, "../../node_modules/@modelcontextprotocol");

/** How an upstream is started. */
export interface UpstreamCommand {
  readonly command: string;
  readonly args: readonly string[];
}

const node = (...args: readonly string[]): UpstreamCommand => ({ command: process.execPath, args });

/** Real servers from npm, as installed here: no scenario may depend on a registry. */
export const everything = (): UpstreamCommand => node(join(PUBLISHED, "server-everything/dist/index.js"));
export const filesystem = (folder: string): UpstreamCommand =>
  node(join(PUBLISHED, "server-filesystem/dist/index.js"), folder);

/** Servers of our own: one that counts what it did, and the hostile ones. */
export const echo = (): UpstreamCommand => node(ECHO_SERVER);
export const hostile = (mode: HostileModeName): UpstreamCommand => node(HOSTILE_SERVER, mode);
