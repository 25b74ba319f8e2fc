import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

export interface WantsHeaders extends AsyncDisposable {
  readonly url: string;
  /** The methods of the requests that came. */
  readonly methods: string[];
}

const tools = [
  {
    name: "weather",
    inputSchema: {
      type: "object",
      properties: {
        city: { type: "string", "x-mcp-header": "Region" },
        nested: { type: "object", properties: { id: { type: "integer", "x-mcp-header": "Id" } } },
      },
    },
  },
  { name: "wrong", inputSchema: { type: "object", properties: { l: { items: { type: "string", "x-mcp-header": "X" } } } } },
];

/** A modern server that refuses a call whose arguments are not repeated in headers, as the protocol tells it to. */
export async function startWantsHeaders(): Promise<WantsHeaders> {
  const methods: string[] = [];
  const http = createServer(async (request, response) => {
    const { id, method } = JSON.parse(await text(request)) as { id: number; method: string };
    methods.push(method);
    const answer = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
    const complete = (result: object) => answer(200, { result: { resultType: "complete", ...result } });
    const { "mcp-param-region": region, "mcp-param-id": paramId } = request.headers;
    if (method === "server/discover") complete({ supportedVersions: ["2026-07-28"], capabilities: { tools: {} } });
    else if (method === "tools/list") complete({ tools, ttlMs: 0, cacheScope: "private" });
    else if (region === undefined) answer(400, { error: { code: -32020, message: "Header mismatch" } });
    else complete({ region, id: paramId });
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    methods,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
