import { expect, test } from "vitest";
import type { ProviderPreset, ProviderSummary } from "../../../../client/index.ts";
import { presetFor, providerFor } from "./use-oauth-setup.ts";

const server = (resource: string) => ({ config: { server: { kind: "resource", resource } } });
// Only the address of the server is looked at.
const presets = [server("https://mcp.notion.com/mcp"), server("https://mcp.linear.app/mcp")] as ProviderPreset[];
const providers = [server("https://mcp.linear.app/mcp")] as ProviderSummary[];

test("a known service is known by its host, whatever the path", () => {
  const found = ["https://mcp.notion.com/sse", "https://mcp.notion.com.evil.example/mcp", "nowhere"].map((url) =>
    presetFor(url, presets),
  );
  expect(found).toEqual([presets[0], undefined, undefined]);
});

test("a provider that exists is taken for its very address alone", () => {
  const found = [" https://mcp.linear.app/mcp", "https://mcp.linear.app/other"].map((url) =>
    providerFor(url, providers),
  );
  expect(found).toEqual([providers[0], undefined]);
});
