import { expect, test } from "vitest";
import type { Binding } from "../../src-contract/connector.ts";
import type { ProviderId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import { checkAccounts, isWithin, type KnownProvider } from "./account-rules.ts";

test("a token's resource is its origin, and its path or what is below", () => {
  proves("oauth:no-passthrough");
  const within = (resource: string, urls: readonly string[]) => urls.filter((url) => isWithin(resource, url));
  const good = ["https://a.example/mcp", "https://a.example/mcp/", "https://A.example:443/mcp/x?y=1"];
  const bad = [
    "https://a.example/mcp-admin",
    "https://a.example/",
    "https://a.example/mcp/../admin",
    "https://a.example/mcp/%2e%2e/admin",
    "https://a.example:8443/mcp",
    "http://a.example/mcp",
    "https://a.example.evil.example/mcp",
    "https://a.example@evil.example/mcp",
    "nonsense",
  ];
  expect(within("https://a.example/mcp", [...good, ...bad])).toEqual(good);
  expect(within("https://a.example", [...good, ...bad])).toEqual([...good, ...bad.slice(0, 4)]);
  expect(within("urn:a", ["urn:a", "https://a.example/"])).toEqual([]);
});

test("a connector gets tokens that are for its server, of providers that are there", () => {
  const id = newId<ProviderId>();
  const binding: Binding = { name: "Authorization", source: { kind: "oauth", providerId: id } };
  const check = (url: string | null, provider: KnownProvider | undefined): string => {
    try {
      checkAccounts(
        url === null
          ? { kind: "mcp-stdio", command: "run", args: [], env: [binding] }
          : { kind: "mcp-http", url, headers: [binding] },
        (one) => (one === id ? provider : undefined),
      );
      return "fits";
    } catch (error) {
      return String((error as Error).message); // It throws nothing else.
    }
  };
  const bound = { name: "Notes", resource: "https://notes.example/mcp" };
  const free = { name: "Forge", resource: null };
  expect(check("https://notes.example/mcp", bound)).toBe("fits");
  expect(check("https://evil.example/mcp", bound)).toContain("for https://notes.example/mcp alone");
  expect(check(null, bound)).toContain("A program on this machine");
  expect(check("https://any.example/mcp", free)).toBe("fits");
  expect(check(null, free)).toBe("fits");
  expect(check(null, undefined)).toContain("no longer exists");
});
