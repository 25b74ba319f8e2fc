import { describe, expect, it } from "vitest";
import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { CatalogError } from "./catalog-error.ts";
import { checkConfig } from "./config-rules.ts";

const literal = (name: string, value = "x"): Binding => ({ name, source: { kind: "static", value } });
const command = (change: Partial<Extract<ConnectorConfig, { kind: "mcp-stdio" }>>): ConnectorConfig => ({
  kind: "mcp-stdio",
  command: "npx",
  args: [],
  env: [],
  ...change,
});
const address = (url: string, headers: Binding[] = []): ConnectorConfig => ({ kind: "mcp-http", url, headers });

function wrongFields(config: ConnectorConfig): readonly string[] {
  try {
    checkConfig(config);
    return [];
  } catch (error) {
    if (!(error instanceof CatalogError) || error.code !== "invalid_input") throw error;
    return (error.data.fields ?? []).map(({ path }) => path);
  }
}

describe("environment variables", () => {
  it.each(["PATH", "GITHUB_TOKEN", "_x1", "HTTP_PROXY", "npm_config_registry", "PYTHONPATH"])(
    "may be called %s",
    (name) => {
      expect(wrongFields(command({ env: [literal(name)] }))).toEqual([]);
    },
  );

  it.each([
    "1ST",
    "A-B",
    "A=B",
    "A B",
    "Ä",
    "LD_PRELOAD",
    "ld_preload",
    "LD_LIBRARY_PATH",
    "DYLD_INSERT_LIBRARIES",
    "NODE_OPTIONS",
    "BASH_ENV",
    "ENV",
    "BASH_FUNC_x",
    "PYTHONSTARTUP",
    "PERL5OPT",
    "RUBYOPT",
    "JAVA_TOOL_OPTIONS",
    "ELECTRON_RUN_AS_NODE",
    "GATEHOUSE_HOME",
  ])("may not be called %s", (name) => {
    expect(wrongFields(command({ env: [literal("FINE"), literal(name)] }))).toEqual(["/config/env/1/name"]);
  });
});

describe("headers", () => {
  it.each(["X-Org", "User-Agent", "x_y.z~1"])("may be called %s", (name) => {
    expect(wrongFields(address("https://a.example/mcp", [literal(name)]))).toEqual([]);
  });

  it.each([
    "Host",
    "content-length",
    "Connection",
    "Transfer-Encoding",
    "TE",
    "Upgrade",
    "Mcp-Session-Id",
    "MCP-Protocol-Version",
    "Accept",
    "X Y",
    "X:Y",
    "X\r\nY",
    "é",
  ])("may not be called %j", (name) => {
    expect(wrongFields(address("https://a.example/mcp", [literal(name)]))).toEqual(["/config/headers/0/name"]);
  });

  it.each(["a\r\nX: y", "a\0", "smörgås", "\u007f"])("may not carry %j", (value) => {
    expect(wrongFields(address("https://a.example/mcp", [literal("X-Org", value)]))).toEqual([
      "/config/headers/0/source/value",
    ]);
  });

  it("may not carry a secret in plain text", () => {
    expect(wrongFields(address("https://a.example/mcp", [literal("Authorization", "Bearer x")]))).toEqual([
      "/config/headers/0/source/value",
    ]);
  });
});

it("wants the secret exactly once in a template", () => {
  const bound = (template: string): Binding => ({
    name: "X-Key",
    source: { kind: "org_secret", credentialId: newId<CredentialId>(), template },
  });
  const wrong = (template: string) => wrongFields(address("https://a.example/", [bound(template)]));
  expect([wrong("Bearer {{secret}}"), wrong("Bearer"), wrong("{{secret}} {{secret}}")]).toEqual([
    [],
    ["/config/headers/0/source/template"],
    ["/config/headers/0/source/template"],
  ]);
});

it("refuses an address with a password in it, and one whose end is not sent", () => {
  expect(wrongFields(address("https://me:secret@a.example/mcp"))).toEqual(["/config/url"]);
  expect(wrongFields(address("https://a.example/mcp#x"))).toEqual(["/config/url"]);
});

it("names every field that is wrong", () => {
  expect(
    wrongFields(
      command({ command: " ", args: ["a", "b\0"], cwd: "here", env: [literal("LD_PRELOAD"), literal("X", "\0")] }),
    ),
  ).toEqual(["/config/command", "/config/args/1", "/config/cwd", "/config/env/0/name", "/config/env/1/source/value"]);
});
