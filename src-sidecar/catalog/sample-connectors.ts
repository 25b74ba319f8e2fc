import { join } from "node:path";
import type { SampleConnector } from "../../src-contract/connector.ts";
import { CatalogError } from "./catalog-error.ts";
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

/** Where a sample may write. */
export interface SamplePlaces {
  /** The studio home. */
  readonly home: string;
  /** For `filesystem`: an existing folder, checked by the caller. */
  readonly folder?: string | undefined;
}

/** A sample as one would have typed it in. @throws {CatalogError} `invalid_input` when it needs a folder and got none. */
export function sampleConnectorConfig(
  key: SampleConnector["key"],
  { home, folder = "" }: SamplePlaces,
): ConnectorInput {
  switch (key) {
    case "everything":
      return { name: "Everything", config: npx("everything") };
    case "filesystem":
      if (folder === "") throw new CatalogError("invalid_input", "The filesystem sample needs a folder.");
      return { name: "Filesystem", config: npx("filesystem", folder) };
    case "memory": {
      const value = join(home, "memory.jsonl");
      const env = [{ name: "MEMORY_FILE_PATH", source: { kind: "static" as const, value } }];
      return { name: "Memory", config: { ...npx("memory"), env } };
    }
  }
}

function npx(server: SampleConnector["key"], ...rest: readonly string[]) {
  const args = ["-y", `@modelcontextprotocol/server-${server}@${SAMPLE_VERSION}`, ...rest];
  return { kind: "mcp-stdio" as const, command: "npx", args, env: [] };
}
