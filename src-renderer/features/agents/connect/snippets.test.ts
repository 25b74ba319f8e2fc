import { expect, test } from "vitest";
import { snippetsFor, type Connection } from "./snippets.ts";

const connection: Connection = {
  url: "http://127.0.0.1:7717/mcp",
  key: "tools.id.secret",
  bridgeCommand: ["/usr/bin/node", "/opt/gatehouse/cli.js", "mcp", "--home", "/home/dana/gate house"],
};

test("each agent gets what its own documentation asks for", () => {
  const texts = (["claude-code", "codex", "gemini", "cursor", "vscode", "stdio"] as const).map((client) =>
    snippetsFor(client, connection).map(({ file, text }) => [
      file,
      file?.endsWith(".json") === true ? JSON.parse(text) : text,
    ]),
  );
  const headers = { Authorization: "Bearer tools.id.secret" };
  const { url } = connection;
  expect(texts).toEqual([
    [
      [
        null,
        'claude mcp add --transport http gatehouse http://127.0.0.1:7717/mcp --header "Authorization: Bearer tools.id.secret"',
      ],
    ],
    [
      [
        "~/.codex/config.toml",
        '[mcp_servers.gatehouse]\nurl = "http://127.0.0.1:7717/mcp"\nbearer_token_env_var = "GATEHOUSE_KEY"\n',
      ],
      [null, 'export GATEHOUSE_KEY="tools.id.secret"'],
    ],
    [["~/.gemini/settings.json", { mcpServers: { gatehouse: { httpUrl: url, headers } } }]],
    [["~/.cursor/mcp.json", { mcpServers: { gatehouse: { url, headers } } }]],
    [[".vscode/mcp.json", { servers: { gatehouse: { type: "http", url, headers } } }]],
    [
      [
        "claude_desktop_config.json",
        {
          mcpServers: {
            gatehouse: {
              command: "/usr/bin/node",
              args: ["/opt/gatehouse/cli.js", "mcp", "--home", "/home/dana/gate house"],
              env: { GATEHOUSE_KEY: "tools.id.secret" },
            },
          },
        },
      ],
    ],
  ]);
});
