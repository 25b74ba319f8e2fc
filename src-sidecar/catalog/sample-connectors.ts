import { join } from "node:path";
import type { SampleConnector } from "../../src-contract/connector.ts";
import type { ConnectorInput } from "./catalog.ts";

const SAMPLE_VERSION = "2026.8.31";

/** Reference servers that give a newcomer something to approve. */
export const SAMPLE_CONNECTORS: readonly SampleConnector[] = [
  {
    key: "everything",
    title: "Everything",
    purpose: "Tools of every shape that change nothing, to see how a call looks.",
    needsFolder: false,
  },
  {
    key: "filesystem",
    title: "Filesystem",
    purpose: "Reads and writes files in one folder that you choose.",
    needsFolder: true,
  },
  {
    key: "memory",
    title: "Memory",
    purpose: "Keeps what an agent wants to remember in a file of this studio.",
    needsFolder: false,
  },
];

/** What a sample is made from. */
export interface SampleRequest {
  readonly key: SampleConnector["key"];
  /** For `filesystem`: an existing folder, checked by the caller. */
  readonly folder?: string | undefined;
  /** A folder of the studio home that samples may write to. It must exist when the connector starts. */
  readonly dataFolder: string;
}

/** A sample as one would have typed it in; null when it needs a folder and got none. */
export function sampleInput({ key, folder, dataFolder }: SampleRequest): ConnectorInput | null {
  switch (key) {
    case "everything":
      return { name: "Everything", config: npx("everything") };
    case "filesystem":
      return folder === undefined || folder === "" ? null : { name: "Filesystem", config: npx("filesystem", folder) };
    case "memory": {
      const value = join(dataFolder, "memory.jsonl");
      const env = [{ name: "MEMORY_FILE_PATH", source: { kind: "static" as const, value } }];
      return { name: "Memory", config: { ...npx("memory"), env } };
    }
  }
}

function npx(server: SampleConnector["key"], ...rest: readonly string[]) {
  const args = ["-y", `@modelcontextprotocol/server-${server}@${SAMPLE_VERSION}`, ...rest];
  return { kind: "mcp-stdio" as const, command: "npx", args, env: [] };
}
