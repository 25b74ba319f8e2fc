import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { SpanWatch, type ToolSpan } from "../audit/index.ts";
import { openTelemetry } from "./telemetry.ts";

/** A collector: takes OTLP over HTTP and keeps what came. */
async function openCollector() {
  const bodies: unknown[] = [];
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      paths.add(`${request.method} ${request.url} ${request.headers["content-type"]}`);
      bodies.push(JSON.parse(text));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // It listens on a port.
    bodies,
    paths,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const SENT = {
  connector: "Notes",
  tool: "write",
  riskClass: "moderate",
  verdict: "ask",
  digest: "d1g35t",
  reason: { kind: "class-under-trust" },
  credentials: [{ name: "prod token", as: "Dana" }],
};

function spansOf(
  ...entries: readonly (readonly [action: string, subject: string, body: object, at: number])[]
): ToolSpan[] {
  const spans: ToolSpan[] = [];
  const watch = new SpanWatch((span) => spans.push(span));
  for (const [action, subject, body, at] of entries) watch.written({ action, subject, body: { ...body } }, at);
  return spans;
}

test("an execution is a span from sending to the connector's answer, whatever becomes of its result", () => {
  const facts = { connector: "Notes", tool: "write", riskClass: "moderate", verdict: "ask" };
  expect(
    spansOf(
      ["call.asked", "a", {}, 10],
      ["call.sent", "a", SENT, 1_000],
      ["call.sent", "b", SENT, 1_001],
      ["call.reviewing", "b", { tookMs: 30, failure: null }, 1_040],
      ["call.withheld", "b", {}, 9_000],
      ["call.failed", "a", { tookMs: 250, failure: "timeout" }, 1_260],
      ["call.failed", "c", { tookMs: 1 }, 1_261],
    ),
  ).toEqual([
    { callId: "b", ...facts, outcome: "succeeded", startedAt: 1_001, endedAt: 1_031, durationMs: 30 },
    { callId: "a", ...facts, outcome: "failed", startedAt: 1_000, endedAt: 1_250, durationMs: 250 },
  ]);
});

test("a collector is told of executions over OTLP, without arguments, results, digests or names of credentials", async () => {
  await using collector = await openCollector();
  const telemetry = await openTelemetry(`${collector.url}/`, "1.2.3");
  for (const span of spansOf(["call.sent", "a", SENT, 1_000], ["call.succeeded", "a", { tookMs: 250 }, 1_260]))
    telemetry.span(span);
  await telemetry.close();
  expect([...collector.paths]).toEqual(["POST /v1/traces application/json"]);
  const text = JSON.stringify(collector.bodies);
  expect(text).not.toMatch(/d1g35t|prod token|Dana/);
  expect(collector.bodies).toMatchObject([
    {
      resourceSpans: [
        {
          scopeSpans: [
            {
              scope: { name: "gatehouse", version: "1.2.3" },
              spans: [
                {
                  name: "tool.execute",
                  startTimeUnixNano: "1000000000",
                  endTimeUnixNano: "1250000000",
                  attributes: [
                    { key: "gatehouse.connector", value: { stringValue: "Notes" } },
                    { key: "gatehouse.tool", value: { stringValue: "write" } },
                    { key: "gatehouse.class", value: { stringValue: "moderate" } },
                    { key: "gatehouse.verdict", value: { stringValue: "ask" } },
                    { key: "gatehouse.outcome", value: { stringValue: "succeeded" } },
                    { key: "gatehouse.duration_ms", value: { intValue: 250 } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ]);
});

test("a collector that is not there keeps nothing from ending", async () => {
  const telemetry = await openTelemetry("http://127.0.0.1:9", "1.2.3");
  for (const span of spansOf(["call.sent", "a", SENT, 1], ["call.succeeded", "a", {}, 2])) telemetry.span(span);
  await telemetry.close();
});
