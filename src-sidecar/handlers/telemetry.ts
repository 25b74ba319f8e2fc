import type { TracerProvider } from "@opentelemetry/sdk-trace";
import type { ToolSpan } from "../audit/index.ts";

/** Tells an OpenTelemetry collector of every execution of a tool. */
export interface Telemetry {
  span(span: ToolSpan): void;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

const CLOSE_MS = 2_000;

/**
 * Opens the way to a collector over OTLP/HTTP. What it takes is loaded only here: whoever does not ask for it pays nothing.
 *
 * @param endpoint The collector's base address, as `http://127.0.0.1:4318`; traces go to its `/v1/traces`.
 */
export async function openTelemetry(endpoint: string, version: string): Promise<Telemetry> {
  const [{ SpanKind, SpanStatusCode }, { BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider: TracerProvider = new TracerProvider({
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer("gatehouse", version);
  return {
    span: ({ connector, tool, riskClass, verdict, outcome, startedAt, endedAt, durationMs }) => {
      const span = tracer.startSpan("tool.execute", {
        kind: SpanKind.CLIENT,
        startTime: new Date(startedAt),
        attributes: {
          "gatehouse.connector": connector,
          "gatehouse.tool": tool,
          "gatehouse.class": riskClass,
          "gatehouse.verdict": verdict,
          "gatehouse.outcome": outcome,
          "gatehouse.duration_ms": durationMs,
        },
      });
      if (outcome !== "succeeded") span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(new Date(endedAt));
    },
    close: async () => {
      // A collector that is gone must not keep the studio from ending.
      await Promise.race([
        provider.shutdown().catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref()),
      ]);
    },
  };
}
