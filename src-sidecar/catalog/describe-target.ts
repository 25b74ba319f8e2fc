import type { ConnectorConfig } from "../../src-contract/connector.ts";

const NEEDS_NO_QUOTES = /^[A-Za-z0-9_@%+=:,./\\-]+$/;
const CONTROL = /\p{Cc}/u;

/** Where a connector leads, for people: its command line, quoted so that each argument can be told apart, or its address. */
export function describeTarget(config: ConnectorConfig): string {
  switch (config.kind) {
    case "mcp-stdio":
      return [config.command, ...config.args].map(quoted).join(" ");
    case "mcp-http":
      return config.url;
  }
}

function quoted(word: string): string {
  if (NEEDS_NO_QUOTES.test(word)) return word;
  if (CONTROL.test(word)) return JSON.stringify(word);
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
