import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { startAuthorizationServer } from "./authorization-server.ts";
import { WHOSE_TOKEN_SERVER } from "./whose-token.ts";

test("acts with the token of its environment, and gives it away when it is asked to", async () => {
  await using server = await startAuthorizationServer({
    clients: [
      {
        client_id: "robot",
        client_secret: "s3cret",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
      },
    ],
  });
  const answer = await fetch(`${server.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from("robot:s3cret").toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "notes:read" }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string }; // RFC 6749 section 5.1.
  const mcp = new Client({ name: "test", version: "1.0.0" });
  const env = { WHOSE_API: server.apiUrl, WHOSE_TOKEN: token };
  await mcp.connect(new StdioClientTransport({ command: process.execPath, args: [WHOSE_TOKEN_SERVER], env }));
  const say = async (name: string) => JSON.stringify(await mcp.callTool({ name, arguments: {} }));
  expect(await say("whose_token")).toContain('\\"client\\":\\"robot\\"');
  server.expireAccessTokens();
  expect(await say("whose_token")).toContain("401");
  expect(await say("leak_token")).toContain(token);
  await mcp.close();
});
