/** The agents whose configuration we know by heart. */
export type Client = "claude-code" | "codex" | "gemini" | "cursor" | "vscode" | "stdio" | "other";

export const clients: readonly Client[] = ["claude-code", "codex", "gemini", "cursor", "vscode", "stdio", "other"];

/** Something to paste, and where. A null file means a terminal. */
export type Snippet = { readonly file: string | null; readonly text: string };

export type Connection = {
  /** Address of the agents' door. */
  readonly url: string;
  /** The key, or what stands in for one. */
  readonly key: string;
  /** The command that starts the stdio bridge. */
  readonly bridgeCommand: readonly string[];
};

const SERVER = "gatehouse";

/** What to paste so that an agent connects with a key; in the order of pasting. */
export function snippetsFor(
  client: Exclude<Client, "other">,
  { url, key, bridgeCommand }: Connection,
): readonly Snippet[] {
  const headers = { Authorization: `Bearer ${key}` };
  switch (client) {
    case "claude-code":
      return [terminal(`claude mcp add --transport http ${SERVER} ${url} --header "Authorization: Bearer ${key}"`)];
    case "codex":
      return [
        {
          file: "~/.codex/config.toml",
          text: `[mcp_servers.${SERVER}]\nurl = ${JSON.stringify(url)}\nbearer_token_env_var = "GATEHOUSE_KEY"\n`,
        },
        terminal(`export GATEHOUSE_KEY="${key}"`),
      ];
    case "gemini":
      return [jsonFile("~/.gemini/settings.json", { mcpServers: { [SERVER]: { httpUrl: url, headers } } })];
    case "cursor":
      return [jsonFile("~/.cursor/mcp.json", { mcpServers: { [SERVER]: { url, headers } } })];
    case "vscode":
      return [jsonFile(".vscode/mcp.json", { servers: { [SERVER]: { type: "http", url, headers } } })];
    case "stdio": {
      const [command = "gatehouse", ...args] = bridgeCommand;
      return [
        jsonFile("claude_desktop_config.json", {
          mcpServers: { [SERVER]: { command, args, env: { GATEHOUSE_KEY: key } } },
        }),
      ];
    }
  }
}

function terminal(text: string): Snippet {
  return { file: null, text };
}

function jsonFile(file: string, content: unknown): Snippet {
  return { file, text: `${JSON.stringify(content, null, 2)}\n` };
}
