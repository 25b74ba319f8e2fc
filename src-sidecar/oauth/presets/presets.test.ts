import { describe, expect, test } from "vitest";
import { presetKey, providerConfig, providerPreset } from "../../../src-contract/oauth.ts";
import { PRESETS } from "./presets.ts";

test("every provider of the contract has a preset, which is as the contract says", () => {
  expect(PRESETS.map(({ key }) => key)).toEqual(presetKey.options);
  for (const preset of PRESETS) {
    expect(providerPreset.parse(preset)).toEqual(preset);
    expect(preset.config.preset).toBe(preset.key);
  }
});

test("no two presets come back to the same port", () => {
  const ports = PRESETS.flatMap(({ config }) => (config.redirect.kind === "fixed" ? [config.redirect.port] : []));
  expect(new Set(ports).size).toBe(ports.length);
});

describe.each(PRESETS.map((preset) => [preset.key, preset] as const))("%s", (_key, preset) => {
  const { config, app, hasSecret, scopes } = preset;

  test("names public https addresses only", () => {
    for (const address of JSON.stringify([config, preset.accountPage, app.createAt]).match(/https?:[^"]*/g) ?? []) {
      const { protocol, username, password, hostname } = new URL(address);
      expect([protocol, username, password]).toEqual(["https:", "", ""]);
      expect(hostname).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }
  });

  test("asks for the least that is useful, and for nothing that manages", () => {
    expect(config.scopes).toEqual(scopes.filter(({ isLeast }) => isLeast).map(({ name }) => name));
    expect(scopes.filter(({ isLeast, reach }) => isLeast && reach !== "read")).toEqual([]);
    expect(new Set(scopes.map(({ name }) => name)).size).toBe(scopes.length);
  });

  test("says how its app is created, where it needs one", () => {
    expect(app.isNeeded).toBe(config.client.kind === "registered");
    expect(app.steps.length > 0 && app.createAt !== null).toBe(app.isNeeded);
    if (!app.isNeeded) expect(hasSecret).toBe("none");
    if (hasSecret === "none") expect([undefined, "none"]).toContain(config.quirks.clientAuth);
  });

  test("becomes a provider once a client id is entered", () => {
    const client = app.isNeeded ? { kind: "registered" as const, clientId: "an-id", issuer: null } : config.client;
    expect(providerConfig.parse({ ...config, client })).toEqual({ ...config, client });
  });
});
