import { once } from "node:events";
import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { startHeaderProxy } from "./header-proxy.ts";

async function startTarget(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    host,
    url: new URL(`http://${host}/mcp`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `fetch` does not let a test choose its Host. */
async function knock(url: string, headers: Record<string, string>): Promise<Record<string, string>> {
  const [response] = (await once(request(url, { headers }).end(), "response")) as [IncomingMessage];
  // What the target of the first test answers.
  return JSON.parse(Buffer.concat(await response.toArray()).toString()) as Record<string, string>;
}

test("adds its headers and speaks for itself as the target, but passes foreign names on", async () => {
  await using target = await startTarget(({ headers }, response) => response.end(JSON.stringify(headers)));
  await using proxy = await startHeaderProxy({ target: target.url, headers: { authorization: "Bearer key" } });
  const own = new URL(proxy.url).host;
  expect(await knock(proxy.url, { authorization: "Bearer other", "x-more": "kept" })).toMatchObject({
    authorization: "Bearer key",
    host: target.host,
    "x-more": "kept",
  });
  expect(await knock(proxy.url, { host: own, origin: `http://${own}` })).toMatchObject({
    host: target.host,
    origin: `http://${target.host}`,
  });
  expect(await knock(proxy.url, { host: "evil.example", origin: "http://evil.example" })).toMatchObject({
    host: "evil.example",
    origin: "http://evil.example",
  });
});

test("passes a stream on as it comes, and the client's leaving too", async () => {
  const left = Promise.withResolvers<string>();
  await using target = await startTarget((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": first\n\n");
    response.on("close", () => left.resolve("left"));
  });
  await using proxy = await startHeaderProxy({ target: target.url, headers: {} });
  const leave = new AbortController();
  const response = await fetch(proxy.url, { signal: leave.signal });
  const first = await response.body?.getReader().read();
  // The target has neither ended nor sent more: nothing was held back.
  expect(Buffer.from(first?.value ?? []).toString()).toBe(": first\n\n");
  leave.abort();
  expect(await left.promise).toBe("left");
});

test("breaks off where the target breaks off", async () => {
  await using target = await startTarget((_, response) =>
    response.writeHead(200).write("half", () => response.destroy()),
  );
  await using proxy = await startHeaderProxy({ target: target.url, headers: {} });
  await expect(fetch(proxy.url).then((response) => response.text())).rejects.toThrow();
});

test("answers 502 for a target that is not there", async () => {
  const target = await startTarget(() => undefined);
  await target[Symbol.asyncDispose]();
  await using proxy = await startHeaderProxy({ target: target.url, headers: {} });
  expect((await fetch(proxy.url)).status).toBe(502);
});
