import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The floor: JSON-RPC over `node:http` that parses, echoes and checks nothing. Prints where it listens. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { id, params } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      id: number;
      params?: { arguments?: { text?: string } };
    }; // The benchmark's own client.
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id,
      result: { content: [{ type: "text", text: params?.arguments?.text ?? "" }] },
    });
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/mcp` })}\n`);
});
