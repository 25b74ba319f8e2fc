import { readFileSync } from "node:fs";
import { isObject, parseJson } from "./message.ts";

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The address of an agents' door: plain HTTP on this machine and nothing else, because the key goes there. */
export function parseAgentsUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const isDoor = url?.protocol === "http:" && LOOPBACK_HOSTS.has(url.hostname) && !url.username && !url.password;
  return url !== null && isDoor ? url : undefined;
}

/** The address that the home's sidecar wrote down; `undefined` when there is none to read. */
export function readAgentsUrl(agentsFile: string): URL | undefined {
  try {
    const value = parseJson(readFileSync(agentsFile, "utf8"));
    return isObject(value) && typeof value["url"] === "string" ? parseAgentsUrl(value["url"]) : undefined;
  } catch {
    return undefined; // no such file: no studio has run here
  }
}
