// An MCP server over stdio that puts the secret of its environment (TOKEN) into every kind of message that MCP knows, an injection and a
// terminal escape beside it. What its client answers to its own requests is written into the file of its first argument.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const secret = process.env.TOKEN ?? "";
const mark = "\u001b[31m\u200b";
const words = `${mark}the key is ${secret}`;
const base64 = (text) => Buffer.from(text).toString("base64");
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

const everything = {
  content: [
    { type: "text", text: words, annotations: { audience: ["user"], note: words }, _meta: { note: words } },
    { type: "resource", resource: { uri: `file:///${secret}`, mimeType: "text/plain", text: words, _meta: { a: words } } },
    { type: "resource", resource: { uri: "file:///blob", blob: base64(`user:${secret}\npassword of nobody`) } },
    { type: "resource_link", uri: `https://x.example/?k=${encodeURIComponent(secret)}`, name: words, description: words },
    { type: "image", mimeType: "image/png", data: base64(`\u0000\u0001\u0002${secret}\u0003`) },
    { type: "audio", mimeType: "audio/wav", data: base64(`RIFF${[...secret].reverse().join("")}`) },
  ],
  structuredContent: { [secret]: 1, deep: [{ password: "hunter2-and-more" }, { json: JSON.stringify({ k: secret }) }] },
  _meta: { note: words, [`x-${secret}`]: true },
  [`extra ${secret}`]: words,
};
const offers = {
  "tools/list": { tools: [{ name: "do", description: "Does it.", inputSchema: { type: "object" } }] },
  "resources/list": { resources: [{ uri: "notes://today", name: words, title: words, description: words, _meta: { a: words } }] },
  "resources/templates/list": { resourceTemplates: [{ uriTemplate: "notes://by-id/{id}", name: words, description: words }] },
  "prompts/list": { prompts: [{ name: "brief", title: words, description: words, arguments: [{ name: "id", description: words }] }] },
};
const answers = {
  "resources/read": { contents: [{ uri: "notes://today", text: words, _meta: { a: words } }, { uri: "notes://today", blob: base64(words) }] },
  "prompts/get": { description: words, messages: [{ role: "user", content: { type: "text", text: words } }] },
  "completion/complete": { completion: { values: [words, secret], total: 2 } },
};

function call(id, params) {
  const { progressToken } = params._meta ?? {};
  if (progressToken !== undefined) {
    say({ method: "notifications/progress", params: { progressToken, progress: 1, message: words } });
  }
  say({ method: "notifications/message", params: { level: "error", logger: words, data: { note: words, [secret]: secret } } });
  say({ id: 901, method: "elicitation/create", params: { message: words, requestedSchema: { type: "object", properties: {} } } });
  say({ id: 902, method: "sampling/createMessage", params: { systemPrompt: words, messages: [], maxTokens: 1 } });
  say({ id: 903, method: "roots/list" });
  const { how } = params.arguments ?? {};
  setTimeout(() => {
    if (how === "error") return say({ id, error: { code: -32000, message: words, data: { note: words } } });
    if (how === "tool-error") return say({ id, result: { content: [{ type: "text", text: words }], isError: true } });
    return say({ id, result: everything });
  }, 100);
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { id, method, params, error, result } = JSON.parse(line);
    if (method === undefined) return appendFileSync(process.argv[2], `${JSON.stringify({ id, error, result })}\n`);
    if (id === undefined) return;
    if (method === "initialize") {
      const capabilities = { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} };
      const serverInfo = { name: words, title: words, version: secret };
      return say({ id, result: { protocolVersion: "2025-11-25", capabilities, serverInfo, instructions: words } });
    }
    if (method === "logging/setLevel") return say({ id, result: {} });
    if (method === "tools/call") return call(id, params);
    const answer = offers[method] ?? answers[method];
    return say(answer ? { id, result: answer } : { id, error: { code: -32601, message: words } });
  })
  .on("close", () => process.exit(0));
