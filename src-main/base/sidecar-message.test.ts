import { expect, test } from "vitest";
import { parseSidecarMessage } from "./sidecar-message.ts";

test.each([
  { kind: "ready", agentsUrl: "http://127.0.0.1:1/mcp" },
  { kind: "failed", code: "home_in_use", message: "m" },
  { kind: "data", client: 1, data: "text" },
  { kind: "data", client: 1, data: new Uint8Array([1]) },
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
])("is deaf to %j", (message) => {
  expect(parseSidecarMessage(message)).toBeUndefined();
});
