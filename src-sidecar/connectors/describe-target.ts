import type { ConnectorConfig } from "../../src-contract/connector.ts";

/** The command line, quoted so that no two differ only in what is not seen, or the address. For people; nothing runs it. */
export function describeTarget(config: ConnectorConfig): string {
  switch (config.kind) {
    case "mcp-stdio":
      return [config.command, ...config.args].map(quotedWord).join(" ");
    case "mcp-http":
      return config.url;
  }
}

function quotedWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : JSON.stringify(word).replace(/\p{Cf}|\p{Zl}|\p{Zp}|\p{Zs}/gu, visible);
}

function visible(character: string): string {
  return character === " " ? " " : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
