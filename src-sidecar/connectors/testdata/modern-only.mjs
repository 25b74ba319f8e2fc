// Speaks 2026-07-28 and nothing before it.
import { createInterface } from "node:readline";
const VERSION = "io.modelcontextprotocol/protocolVersion";
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
let announce = () => {};
const serverInfo = { name: "modern-only", version: "1.0.0" };
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  const complete = (result) =>
    send({ id, result: { resultType: "complete", _meta: { "io.modelcontextprotocol/serverInfo": serverInfo }, ...result } });
  if (id === undefined) continue;
  if (params?._meta?.[VERSION] !== "2026-07-28") {
    send({ id, error: { code: -32022, message: "Unsupported protocol version", data: { supported: ["2026-07-28"] } } });
  } else if (method === "server/discover") {
    const capabilities = { tools: { listChanged: true } };
    complete({ supportedVersions: ["2026-07-28"], capabilities, ttlMs: 0, cacheScope: "private", instructions: "Be modern." });
  } else if (method === "subscriptions/listen") {
    const meta = { "io.modelcontextprotocol/subscriptionId": id };
    send({ method: "notifications/subscriptions/acknowledged", params: { _meta: meta, notifications: params.notifications } });
    announce = () => send({ method: "notifications/tools/list_changed", params: { _meta: meta } });
  } else if (method === "tools/list") {
    complete({ tools: [{ name: "ask", inputSchema: { type: "object" } }], ttlMs: 0, cacheScope: "private" });
  } else if (params.name === "ask") {
    send({ id, result: { resultType: "input_required", inputRequests: {}, requestState: "s" } });
  } else {
    announce();
    complete({ content: [{ type: "vendor/thing", anything: [1] }], structuredContent: [params.arguments], vendor: true });
  }
}
