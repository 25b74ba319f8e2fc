import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { createNet } from "./net.ts";

async function serve(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    asked,
    host: `127.0.0.1:${address.port}`,
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const netFor = (...allowed: string[]) => createNet({ allowedHosts: () => allowed });

test("what a person chose may be inside, where an admin allowed it", async () => {
  await using server = await serve((_, response) => response.end("{}"));
  const net = netFor(server.host);
  expect((await net.fetch(`${server.url}/token`, { method: "POST", body: "a=1" }, "chosen")).status).toBe(200);
  expect((await net.document(`${server.url}/doc`, "chosen")).status).toBe(200);
  expect(server.asked).toEqual(["POST /token", "GET /doc"]);
  await expect(netFor().document(`${server.url}/doc`, "chosen")).rejects.toMatchObject({
    code: "host_not_allowed",
    host: server.host,
  });
  expect(server.asked).toHaveLength(2);
  net.close();
});

test("a name that leads nowhere is unreachable, and nothing worse", async () => {
  const net = netFor();
  // Longer than a label can be: no resolver is asked for it.
  const nowhere = `https://${"x".repeat(64)}.invalid/`;
  await expect(net.document(nowhere, "chosen")).rejects.toMatchObject({ code: "unreachable" });
  net.close();
});

test("what a public server names may not be inside, even where an admin allowed it", async () => {
  proves("net:inward-hop");
  await using server = await serve((_, response) => response.end("{}"));
  const net = netFor(server.host);
  for (const ask of [
    net.fetch(`${server.url}/token`, { method: "POST" }, "public"),
    net.document(server.url, "public"),
  ])
    await expect(ask).rejects.toMatchObject({ code: "url_refused", host: null });
  expect(server.asked).toEqual([]);
  net.close();
});

test("an address counts as chosen only where it is inside and allowed", async () => {
  proves("net:inward-hop");
  const net = createNet({
    allowedHosts: () => ["nas", "mcp.example.org", "8.8.8.8"],
    resolve: (name, done) => done(null, [{ address: name === "nas" ? "169.254.1.1" : "8.8.8.8", family: 4 }]),
  });
  const origins = () =>
    ["http://nas/", "https://mcp.example.org/", "https://8.8.8.8/", "https://x.example/", "?"].map((url) =>
      net.originOf(url),
    );
  expect(origins()).toEqual(["chosen", "chosen", "public", "public", "public"]);
  // Plain http, so that the name is looked up and nothing leaves.
  await expect(net.fetch("http://mcp.example.org/", {}, "chosen")).rejects.toMatchObject({ code: "url_refused" });
  expect(origins()).toEqual(["chosen", "public", "public", "public", "public"]);
  net.close();
});

describe("a redirect", () => {
  const to =
    (location: string): RequestListener =>
    (_, response) =>
      void response.writeHead(302, { location }).end();

  test("of a document is followed at most three times", async () => {
    await using server = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    const net = netFor("127.0.0.1");
    expect(await (await net.document(`${server.url}/3`, "chosen")).text()).toBe("there");
    expect((await net.document(`${server.url}/4`, "chosen")).status).toBe(307);
    expect(server.asked).toHaveLength(8);
    net.close();
  });

  test.each([
    ["http://169.254.169.254/latest/", "url_refused"],
    ["http://127.0.0.1:1/", "host_not_allowed"],
    ["file:///etc/passwd", "url_refused"],
    ["https://a:b@8.8.8.8/", "url_refused"],
  ])("of a document to %s is judged anew", async (location, code) => {
    proves("net:inside");
    await using server = await serve(to(location));
    const net = netFor(server.host);
    await expect(net.document(server.url, "chosen")).rejects.toMatchObject({ code });
    net.close();
  });

  test("of anything else is the answer", async () => {
    await using server = await serve(to("/elsewhere"));
    const net = netFor(server.host);
    expect((await net.fetch(server.url, { method: "POST", body: "code=1" }, "chosen")).status).toBe(302);
    expect(server.asked).toEqual(["POST /"]);
    net.close();
  });
});

describe("bounds", () => {
  test("of size", async () => {
    await using server = await serve((_, response) => response.end("x".repeat(1024 * 1024 + 1)));
    const net = netFor("127.0.0.1");
    await expect(net.document(server.url, "chosen")).rejects.toMatchObject({ code: "too_large" });
    net.close();
  });

  test("of time, also for what drips", async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(": x\n"), 20);
      response.once("close", () => clearInterval(timer));
    });
    const net = createNet({ allowedHosts: () => ["127.0.0.1"], answerTimeoutMs: 150 });
    await expect(net.document(server.url, "chosen")).rejects.toMatchObject({ code: "timeout" });
    net.close();
  });
});
