import { expect, it } from "vitest";
import { describeTarget } from "./describe-target.ts";

const line = (command: string, ...args: string[]) => describeTarget({ kind: "mcp-stdio", command, args, env: [] });

it.each([
  [
    line("npx", "-y", "@modelcontextprotocol/server-everything@2026.8.31"),
    "npx -y @modelcontextprotocol/server-everything@2026.8.31",
  ],
  [line("npx", "/home/me/My Notes", ""), "npx '/home/me/My Notes' ''"],
  [line("sh", "-c", "echo 'hi'; rm -rf $HOME"), String.raw`sh -c 'echo '\''hi'\''; rm -rf $HOME'`],
  [line("a b", "c"), "'a b' c"],
  [line("a", "b c"), "a 'b c'"],
  [line("cat", "safe\u202Egnp.exe\n"), String.raw`cat "safe\u{202e}gnp.exe\n"`],
  [line("cat", "a\u00a0b"), String.raw`cat "a\u{a0}b"`],
  [describeTarget({ kind: "mcp-http", url: "https://a.example/mcp", headers: [] }), "https://a.example/mcp"],
])("%s", (shown, expected) => {
  expect(shown).toBe(expected);
});
