import { expect, test } from "vitest";
import { providerConfig, type ProviderPreset } from "../../src-contract/oauth.ts";
import { configOf, type ProviderFlags } from "./provider-config.ts";

const of = (flags: Partial<ProviderFlags>, presets: readonly ProviderPreset[] = []) =>
  providerConfig.parse(configOf({ scope: [], ...flags }, presets));
const refusal = (flags: Partial<ProviderFlags>, presets: readonly ProviderPreset[] = []) => {
  try {
    return of(flags, presets);
  } catch (error) {
    return error;
  }
};

const app: ProviderPreset = {
  key: "github",
  name: "GitHub",
  purpose: "",
  config: {
    preset: "github",
    owner: "member",
    server: { kind: "issuer", issuer: "https://a.example" },
    client: { kind: "registered", clientId: "", issuer: null },
    redirect: { kind: "any-port" },
    scopes: ["read"],
    accountName: { kind: "none" },
    quirks: { clientAuth: "post" },
  },
  app: { isNeeded: true, createAt: "https://a.example/apps", steps: ["Create it."] },
  hasSecret: "required",
  accountPage: null,
  scopes: [],
  notes: [],
};

test("a provider is found from its resource, its issuer, or addresses that were typed", () => {
  const resource = "https://mcp.example/mcp";
  expect(of({ resource })).toMatchObject({
    server: { kind: "resource", resource },
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
  });
  expect(of({ issuer: "https://id.example" }).server).toEqual({ kind: "issuer", issuer: "https://id.example" });
  const tokenUrl = "https://id.example/token";
  expect(of({ tokenUrl, issuer: "https://id.example", owner: "org", clientId: "c", scope: ["a", "b"] })).toMatchObject({
    owner: "org",
    server: { kind: "endpoints", issuer: "https://id.example", tokenUrl, authorizationUrl: null, deviceUrl: null },
    client: { kind: "registered", clientId: "c", issuer: null },
    scopes: ["a", "b"],
  });
});

test("a preset is taken with what differs from it, and says what it lacks", () => {
  expect(of({ preset: "github", clientId: "c", scope: ["write"] }, [app])).toEqual({
    ...app.config,
    client: { kind: "registered", clientId: "c", issuer: null },
    scopes: ["write"],
  });
  expect(refusal({ preset: "github" }, [app])).toMatchObject({ message: expect.stringContaining("--client-id") });
  expect(refusal({ preset: "gitlab" }, [app])).toMatchObject({ message: expect.stringContaining("no preset") });
  expect(refusal({ preset: "github", clientId: "c", issuer: "https://b.example" }, [app])).toMatchObject({
    code: "usage",
  });
});

test("where it signs in is said once", () => {
  expect(refusal({})).toMatchObject({ code: "usage" });
  expect(refusal({ resource: "https://a.example", issuer: "https://b.example" })).toMatchObject({ code: "usage" });
});

test.each([
  ["http://localhost:17731/callback", { kind: "fixed", host: "localhost", port: 17_731, path: "/callback" }],
  ["http://127.0.0.1:8080/", { kind: "fixed", host: "127.0.0.1", port: 8080, path: "/" }],
])("takes the callback %s", (callback, redirect) => {
  expect(of({ resource: "https://a.example", callback }).redirect).toEqual(redirect);
});

test.each(["https://localhost:1/x", "http://example.com:1/x", "http://localhost/x", "http://localhost:1/x?y=1", "x"])(
  "refuses the callback %s",
  (callback) => {
    expect(refusal({ resource: "https://a.example", callback })).toMatchObject({ code: "usage" });
  },
);
