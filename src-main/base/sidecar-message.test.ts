import { expect, test } from "vitest";
import { parseSidecarMessage } from "./sidecar-message.ts";

test.each([
  { kind: "ready", agentsUrl: "http://127.0.0.1:1/mcp" },
  { kind: "failed", code: "home_in_use", message: "m" },
  { kind: "data", client: 1, data: "text" },
  { kind: "data", client: 1, data: new Uint8Array([1]) },
  { kind: "data", client: 1, data: new Uint8Array([97]), isText: true },
  { kind: "locking" },
  { kind: "waiting", count: 3, dangerous: 1, fresh: 0 },
  { kind: "keychain", request: 1, ask: { op: "state" } },
  { kind: "keychain", request: 1, ask: { op: "load", name: "vault/a-1/b2" } },
  { kind: "keychain", request: 1, ask: { op: "remove", name: "anchor" } },
  { kind: "keychain", request: 1, ask: { op: "save", name: "vault", secret: new Uint8Array(32) } },
])("takes %j", (message) => {
  expect(parseSidecarMessage({ ...message, more: 1 })).toEqual(message);
});

test.each([
  null,
  "ready",
  [],
  {},
  { kind: "open" },
  { kind: "ready" },
  { kind: "failed", code: "toString", message: "m" },
  { kind: "failed", code: "home_in_use" },
  { kind: "data", client: "1", data: "x" },
  { kind: "data", client: 1, data: { parsed: true } },
  { kind: "waiting", count: 3, dangerous: 1 },
  { kind: "waiting", count: "3", dangerous: 1, fresh: 0 },
  { kind: "waiting", count: -1, dangerous: 1, fresh: 0 },
  { kind: "waiting", count: 0.5, dangerous: 1, fresh: 0 },
  { kind: "keychain", request: "1", ask: { op: "state" } },
  { kind: "keychain", request: 1, ask: null },
  { kind: "keychain", request: 1, ask: { op: "dump", name: "a" } },
  { kind: "keychain", request: 1, ask: { op: "load" } },
  { kind: "keychain", request: 1, ask: { op: "save", name: "a" } },
  { kind: "keychain", request: 1, ask: { op: "save", name: "a", secret: new Uint8Array(31) } },
  { kind: "keychain", request: 1, ask: { op: "save", name: "a", secret: "0".repeat(32) } },
  ...["", "..", "a/../b", "/a", "a/", "a//b", "a.b", "A", "a\\b", "a\0", "a".repeat(201)].map((name) => ({
    kind: "keychain",
    request: 1,
    ask: { op: "load", name },
  })),
])("is deaf to %j", (message) => {
  expect(parseSidecarMessage(message)).toBeUndefined();
});
