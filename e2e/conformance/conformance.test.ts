import { expect, test } from "vitest";
import { startEchoServer } from "../../testkit/mcp/echo-server.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { startHeaderProxy } from "./header-proxy.ts";
import { countReport, unexplainedFailures } from "./report.ts";
import { runSuite } from "./suite.ts";

test.each([
  ["2025-11-25", 30],
  ["2026-07-28", 37],
] as const)(
  "the fixture, behind a key and a proxy that adds it, has all that %s requires",
  async (requirements, scenarios) => {
    await using fixture = await startFixtureServer({ token: "k" });
    await using proxy = await startHeaderProxy({
      target: new URL(fixture.url),
      headers: { authorization: "Bearer k" },
    });
    const report = await runSuite({ url: proxy.url, requirements });
    const { required } = countReport(report);
    expect(report.exitCode).toBe(0);
    expect(required).toMatchObject({ scenarios, passing: scenarios, checksFailed: 0 });
    expect(unexplainedFailures(report)).toEqual([]);
  },
);

test("a server without the fixtures fails, by name", async () => {
  await using server = await startEchoServer();
  const report = await runSuite({ url: server.url, requirements: "2025-11-25" });
  expect(report.exitCode).toBe(1);
  const failing = unexplainedFailures(report).map(({ name }) => name);
  expect(failing).toContain("tools-call-image");
  expect(failing).not.toContain("ping");
});

test("a server that is not there fails everything, and that is no crash of the harness", async () => {
  await using server = await startEchoServer();
  await server.close();
  const report = await runSuite({ url: server.url, requirements: "2025-11-25" });
  expect(countReport(report).required.passing).toBe(0);
});
