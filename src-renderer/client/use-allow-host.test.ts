import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { problemOf } from "./problem.ts";
import { allowableHost } from "./use-allow-host.ts";

test("only a host that was refused for where it is can be allowed", () => {
  const refused = new ORPCError("host_not_allowed", { message: "Inside.", data: { host: "127.0.0.1:3000" } });
  const other = new ORPCError("url_refused", { message: "No.", data: { host: "127.0.0.1:3000" } });
  expect([allowableHost(problemOf(refused), "http://other.example/"), allowableHost(problemOf(other))]).toEqual([
    "127.0.0.1:3000",
    null,
  ]);
});

test("where the refusal does not name it, it is the host that was asked for", () => {
  const code = "host_not_allowed";
  const urls = ["http://[::1]:8080/mcp", "https://Intranet.Example/mcp", "nowhere", undefined];
  expect(urls.map((url) => allowableHost({ code }, url))).toEqual(["[::1]:8080", "intranet.example", null, null]);
});
