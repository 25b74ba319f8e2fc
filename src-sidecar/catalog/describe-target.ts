import type { ConnectorConfig } from "../../src-contract/connector.ts";

const NEEDS_NO_QUOTES = /^[A-Za-z0-9_@%+=:,./\\~-]+$/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** Where a connector leads, for people: its command line, quoted so that no two look alike, or its address. Nothing runs this text. */
export function describeTarget(config: ConnectorConfig): string {
  switch (config.kind) {
    case "mcp-stdio":
      return [config.command, ...config.args].map(quoted).join(" ");
    case "mcp-http":
      return config.url;
  }
}

/** A word of a command line, quoted where it has to be. */
export function quoted(word: string): string {
  if (NEEDS_NO_QUOTES.test(word)) return word;
  if (word.search(UNSEEN) === -1) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return JSON.stringify(word).replaceAll(UNSEEN, (unseen) => `\\u{${(unseen.codePointAt(0) ?? 0).toString(16)}}`);
}
