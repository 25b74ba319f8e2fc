import { expect, test } from "vitest";
import type { ConnectorConfig, CredentialId } from "../../../client/index.ts";
import { configOf, credentialName, draftOf, emptyDraft } from "./draft.ts";
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
