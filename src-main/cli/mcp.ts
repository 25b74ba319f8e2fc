import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { homePaths } from "../base/home.ts";
import { logToStderr, type Log } from "../base/log.ts";
import { parseAgentsUrl, readAgentsUrl } from "./bridge/agents-url.ts";
import { splitLines } from "./bridge/line-splitter.ts";
import { StdioBridge } from "./bridge/stdio-bridge.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Output } from "./output.ts";

export interface McpOptions {
  readonly home: string;
  readonly url: string | undefined;
  readonly keyFile: string | undefined;
}

/**
 * Bridges an agent that speaks stdio to the agents' door, until the agent closes its side.
 *
 * @throws {CommandError} `usage` (an address that is no agents' door), `key_unusable`.
 */
export async function bridgeStdio(options: McpOptions, input: Readable, output: Output): Promise<number> {
  const url = urlSource(options);
  const key = readKey(options.keyFile, process.env);
  delete process.env["GATEHOUSE_KEY"];
  output.out.on("error", () => input.destroy()); // the agent is gone
  const log: Log = (line, facts) => logToStderr(line, facts);
  const write = (line: string): Promise<void> =>
    new Promise((resolve) => void output.out.write(`${line}\n`, () => resolve()));
  try {
    await new StdioBridge({ url, key, log, write }).run(splitLines(input));
  } catch (error) {
    if (!input.destroyed) throw error;
  }
  return EXIT.done;
}

function urlSource(options: McpOptions): () => URL | undefined {
  if (options.url === undefined) {
    const { agentsFile } = homePaths(options.home);
    return () => readAgentsUrl(agentsFile);
  }
  const url = parseAgentsUrl(options.url);
  if (url === undefined) {
    const message = `${JSON.stringify(options.url)} is no agents' door. It looks like http://127.0.0.1:PORT/mcp.`;
    throw new CommandError("usage", EXIT.usage, message);
  }
  return () => url;
}

/** The agent's key, from a file or the environment; never from an argument, which every user of the machine can read. */
function readKey(keyFile: string | undefined, environment: NodeJS.ProcessEnv): string {
  const key = (keyFile === undefined ? (environment["GATEHOUSE_KEY"] ?? "") : readKeyFile(keyFile)).trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  const where = keyFile === undefined ? "GATEHOUSE_KEY is not set" : `${JSON.stringify(keyFile)} holds no key`;
  const message = `${where}. Take a key from the studio's Agents page and give it with --key-file or GATEHOUSE_KEY.`;
  throw new CommandError("key_unusable", EXIT.keyUnusable, message);
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const message = `The key file ${JSON.stringify(path)} cannot be read.`;
    throw new CommandError("key_unusable", EXIT.keyUnusable, message, { cause });
  }
}
