import { expect, test } from "vitest";
import type { ProviderConfig, ScopeHint } from "../../../client/index.ts";
import { configOf, draftOf, emptyDraft, scopesOf } from "./draft.ts";
import { draftProblems } from "./draft-problems.ts";

const hint: ScopeHint = { name: "repo", purpose: "Repositories", reach: "write", isLeast: false };
const config: ProviderConfig = {
  preset: "github",
  owner: "member",
  server: {
    kind: "endpoints",
    issuer: null,
    authorizationUrl: "https://a.example/authorize",
    tokenUrl: "https://a.example/token",
    revocationUrl: null,
    deviceUrl: "https://a.example/device",
  },
  client: { kind: "registered", clientId: "abc", issuer: "https://a.example" },
  redirect: { kind: "fixed", host: "localhost", port: 8976, path: "/cb" },
  scopes: ["repo", "gist"],
  accountName: { kind: "url", url: "https://a.example/user", path: "login" },
  quirks: { pkce: "off" },
};

test("a provider survives the way through its form", () => {
  const others: readonly ProviderConfig[] = [
    config,
    { ...config, server: { kind: "resource", resource: "https://mcp.example/mcp" }, client: { kind: "automatic" } },
    { ...config, server: { kind: "issuer", issuer: "https://a.example" }, redirect: { kind: "any-port" }, scopes: [] },
  ];
  expect(others.map((one) => configOf(draftOf("One", one, [hint]), one))).toEqual(others);
});

test("an app that belonged to one server is not said to belong to another", () => {
  const moved = { ...draftOf("One", config, [hint]), tokenUrl: "https://evil.example/token" };
  const renamed = { ...draftOf("One", config, [hint]), clientId: "xyz" };
  expect([configOf(moved, config).client, configOf(renamed, config).client]).toEqual([
    { kind: "registered", clientId: "abc", issuer: null },
    { kind: "registered", clientId: "xyz", issuer: null },
  ]);
});

test("scopes without a box are typed, separated by spaces or commas, and none counts twice", () => {
  const draft = draftOf("One", config, [hint]);
  expect([draft.scopes, draft.otherScopes]).toEqual([["repo"], "gist"]);
  expect(scopesOf({ ...draft, otherScopes: "gist, repo  read:org" })).toEqual(["repo", "gist", "read:org"]);
});

test("what a person can mend is said before anything is sent", () => {
  const typed = { ...emptyDraft, clientKind: "registered", redirectKind: "fixed", redirectPort: "80" } as const;
  expect(Object.keys(draftProblems({ ...typed, otherScopes: 'a"b' }))).toEqual([
    "name",
    "resource",
    "clientId",
    "redirectPort",
    "otherScopes",
  ]);
  const whole = { ...typed, name: "One", resource: "https://a.example/mcp", clientId: "x", redirectPort: "8976" };
  expect(draftProblems(whole)).toEqual({});
});
