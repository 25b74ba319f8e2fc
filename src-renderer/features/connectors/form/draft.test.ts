import { expect, test } from "vitest";
import type { ConnectorConfig, CredentialId, ProviderId } from "../../../client/index.ts";
import { accountBinding, configOf, credentialName, draftOf, emptyDraft, signingIn, signInOf } from "./draft.ts";
import { emptyFresh } from "./fresh.ts";

const credentialId = "019a0000-0000-7000-8000-000000000001" as CredentialId;

test("a saved connector survives the way through its form", () => {
  const configs: readonly ConnectorConfig[] = [
    {
      kind: "mcp-stdio",
      command: "npx",
      args: ["-y", "server", ""],
      cwd: "/srv",
      env: [
        { name: "MODE", source: { kind: "static", value: " spaced " } },
        { name: "TOKEN", source: { kind: "org_secret", credentialId } },
      ],
    },
    {
      kind: "mcp-http",
      url: "https://example.test/mcp",
      headers: [
        { name: "Authorization", source: { kind: "user_secret", credentialId, template: "Bearer {{secret}}" } },
        { name: "X-Team", source: { kind: "team_secret", credentialId, template: "{{secret}}" } },
      ],
    },
  ];
  expect(configs.map((config) => configOf(draftOf({ name: "One", config })))).toEqual(configs);
});

test("there is no configuration before every secret has its credential", () => {
  const source = { kind: "org_secret", credentialId: null, template: "", fresh: emptyFresh } as const;
  expect(configOf({ ...emptyDraft, command: "x", bindings: [{ rowId: "1", name: "A", source }] })).toBeNull();
});

test("a credential is named after its connector and binding, within what a name may be", () => {
  expect([credentialName("GitHub", "TOKEN"), credentialName("x".repeat(90), "TOKEN").length]).toEqual([
    "GitHub TOKEN",
    80,
  ]);
});

const providerId = "019a0000-0000-7000-8000-000000000002" as ProviderId;

test("a header that carries an account is chosen apart from the others, and goes with the choice", () => {
  const other = { rowId: "x", name: "X-Team", source: { kind: "static", value: "a" } } as const;
  const token = { rowId: "t", name: "authorization", source: { kind: "static", value: "Bearer x" } } as const;
  const draft = { ...emptyDraft, kind: "mcp-http", url: "https://a.example/mcp", bindings: [token, other] } as const;
  const signedIn = signingIn(draft, "oauth", providerId);
  expect(configOf(signedIn)).toEqual({
    kind: "mcp-http",
    url: "https://a.example/mcp",
    headers: [
      { name: "Authorization", source: { kind: "oauth", providerId } },
      { name: "X-Team", source: { kind: "static", value: "a" } },
    ],
  });
  expect([draft, signedIn, { ...draft, bindings: [] }].map(signInOf)).toEqual(["headers", "oauth", "none"]);
  expect(signingIn(signedIn, "headers").bindings).toEqual([other]);
  expect(signingIn(signedIn, "none").bindings).toEqual([]);
  expect(configOf(signingIn(draft, "oauth"))).toBeNull();
});

test("a token that is written in a way of its own stays among the headers", () => {
  const source = { kind: "oauth", providerId, template: "Token {{token}}" } as const;
  const draft = { ...emptyDraft, bindings: [{ rowId: "1", name: "Authorization", source }] };
  expect([accountBinding(draft), signInOf(draft)]).toEqual([undefined, "headers"]);
});
