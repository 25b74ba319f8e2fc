import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { freePort } from "../../testkit/free-port.ts";
import { proves } from "../../testkit/promises.ts";
import { createFetch, type FetchPolicy, type Resolve } from "./http.ts";

const POLICY: FetchPolicy = {
  maxBytes: 10_000,
  connectTimeoutMs: 2000,
  headersTimeoutMs: 2000,
  allowedHosts: () => ["127.0.0.1", "some.name.test"],
};

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A resolver to whom every name is these addresses. */
const naming =
  (...addresses: string[]): Resolve =>
  (_name, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

test("sends method, headers and body and hands back status, headers and body", async () => {
  await using server = await serve((request, response) => {
    void text(request).then((body) => {
      const seen = [request.method, request.headers["x-test"], body].join(" ");
      response.writeHead(201, { "X-One": ["a", "b"] }).end(seen);
    });
  });
  const fetch = createFetch(POLICY);
  const response = await fetch(server.url, { method: "PUT", headers: { "X-Test": "1" }, body: "hé" });
  expect([response.status, response.headers.get("x-one")]).toEqual([201, "a, b"]);
  expect(await response.text()).toBe("PUT 1 hé");
  fetch.close();
});

test("uses a connection again", async () => {
  const ports = new Set<number | undefined>();
  await using server = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("x");
  });
  const fetch = createFetch(POLICY);
  for (let n = 0; n < 5; n++) await (await fetch(server.url)).text();
  expect(ports.size).toBe(1);
  fetch.close();
});

describe("a name", () => {
  test("is reached at the address that was judged", async () => {
    await using server = await serve((request, response) => response.end(request.headers.host));
    const fetch = createFetch({ ...POLICY, resolve: naming("127.0.0.1") });
    const response = await fetch(`http://some.name.test:${server.port}/`);
    expect(await response.text()).toBe(`some.name.test:${server.port}`);
    fetch.close();
  });

  test.each([
    ["http", ["169.254.169.254"]],
    ["https", ["169.254.169.254"]],
    ["https", ["8.8.8.8", "::ffff:169.254.169.254"]],
    ["https", ["0.0.0.0"]],
    ["http", ["8.8.8.8"]],
    ["http", ["127.0.0.1", "8.8.8.8"]],
    ["https", ["fe80::1"]],
  ])("that an admin named is refused over %s where it leads to %j", async (scheme, addresses) => {
    const fetch = createFetch({ ...POLICY, resolve: naming(...addresses) });
    await expect(fetch(`${scheme}://some.name.test/`)).rejects.toMatchObject({
      name: "HttpError",
      code: "url_refused",
    });
    fetch.close();
  });

  test.each(["127.0.0.1", "10.0.0.1", "100.64.0.1", "fd00::1", "::1"])(
    "that nobody named and that leads to %s is named in the refusal",
    async (address) => {
      proves("net:inside");
      const fetch = createFetch({ ...POLICY, resolve: naming("8.8.8.8", address) });
      await expect(fetch("https://other.name.test/")).rejects.toMatchObject({
        code: "host_not_allowed",
        host: "other.name.test:443",
      });
      fetch.close();
    },
  );

  test("that nobody knows is unreachable", async () => {
    const resolve: Resolve = (_name, done) => done(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);
    const fetch = createFetch({ ...POLICY, resolve });
    await expect(fetch("https://other.name.test/")).rejects.toMatchObject({
      code: "unreachable",
      message: "Not reached: ENOTFOUND.",
    });
  });
});

test("a connection that was kept alive is not used for a host that is no longer allowed", async () => {
  proves("net:inside");
  let requests = 0;
  await using server = await serve((_request, response) => {
    requests += 1;
    response.end("x");
  });
  let allowed = ["127.0.0.1"];
  const fetch = createFetch({ ...POLICY, allowedHosts: () => allowed });
  await (await fetch(server.url)).text();
  allowed = [];
  await expect(fetch(server.url)).rejects.toMatchObject({ code: "host_not_allowed" });
  expect(requests).toBe(1);
  fetch.close();
});

test("follows no redirect", async () => {
  let requests = 0;
  await using server = await serve((_request, response) => {
    requests += 1;
    response.writeHead(302, { Location: "/elsewhere" }).end();
  });
  const fetch = createFetch(POLICY);
  const response = await fetch(server.url);
  expect([response.status, response.headers.get("location"), requests]).toEqual([302, "/elsewhere", 1]);
  fetch.close();
});

describe("bounds", () => {
  const outcome = async (policy: FetchPolicy, url: string, init: RequestInit = {}) => {
    const fetch = createFetch(policy);
    try {
      return await (await fetch(url, init)).text();
    } finally {
      fetch.close();
    }
  };

  test("of size refuse a body, told or not how long it is", async () => {
    await using told = await serve((_, response) => response.end("x".repeat(10_001)));
    await using untold = await serve((_, response) => {
      response.write("x".repeat(6000));
      response.end("x".repeat(6000));
    });
    await expect(outcome(POLICY, told.url)).rejects.toMatchObject({ code: "too_large" });
    await expect(outcome(POLICY, untold.url)).rejects.toMatchObject({ code: "too_large" });
    expect(await outcome({ ...POLICY, maxBytes: 12_000 }, untold.url)).toHaveLength(12_000);
  });

  test("of size count each event of a stream by itself", async () => {
    const stream = (...events: string[]) =>
      serve((_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const event of events) response.write(event);
        response.end();
      });
    await using many = await stream(...Array.from({ length: 5 }, () => `data: ${"x".repeat(6000)}\n\n`));
    await using one = await stream(`data: ${"x".repeat(6000)}`, "x".repeat(6000), "\n\n");
    expect(await outcome(POLICY, many.url)).toHaveLength(5 * 6008);
    await expect(outcome(POLICY, one.url)).rejects.toMatchObject({ code: "too_large" });
  });

  test("of time end a request that is not answered", async () => {
    await using server = await serve(() => undefined);
    await expect(outcome({ ...POLICY, headersTimeoutMs: 100 }, server.url)).rejects.toMatchObject({ code: "timeout" });
  });

  test("of time end a body that drips, and of size a stream, where all is to come at once", async () => {
    const drip = async (type: string) =>
      serve((_, response) => {
        response.writeHead(200, { "content-type": type });
        const timer = setInterval(() => response.write("data: x\n\n"), 20);
        response.once("close", () => clearInterval(timer));
      });
    for (const type of ["application/json", "text/event-stream"]) {
      await using server = await drip(type);
      await expect(outcome({ ...POLICY, wholeTimeoutMs: 150 }, server.url)).rejects.toMatchObject({ code: "timeout" });
      await expect(outcome({ ...POLICY, wholeTimeoutMs: 2000, maxBytes: 30 }, server.url)).rejects.toMatchObject({
        code: "too_large",
      });
    }
  });

  test("are set by a signal, too, before and after the answer began", async () => {
    await using silent = await serve(() => undefined);
    await using slow = await serve((_, response) => response.write("x"));
    const soon = () => AbortSignal.timeout(100);
    await expect(outcome(POLICY, silent.url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    await expect(outcome(POLICY, silent.url, { signal: soon() })).rejects.toMatchObject({ name: "AbortError" });
    await expect(outcome(POLICY, slow.url, { signal: soon() })).rejects.toThrow();
  });
});

test("tells a server that is not there from one that hangs up", async () => {
  const fetch = createFetch(POLICY);
  await expect(fetch(`http://127.0.0.1:${await freePort()}/`)).rejects.toMatchObject({ code: "unreachable" });
  await using rude = await serve((request) => void request.socket.destroy());
  await expect(fetch(rude.url)).rejects.toMatchObject({ code: "closed" });
  fetch.close();
});

test.each([
  ["another protocol", "101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade", { code: "closed" }],
  ["a status that is none", "600 Odd\r\ncontent-length: 9", { code: "closed" }],
  ["a stream that cannot be one", "204 No Content\r\nconnection: close\r\ncontent-type: text/event-stream", 204],
  ["a body where none is allowed", "205 Reset\r\nconnection: close\r\ncontent-length: 1", 205],
])("comes to an end with a server that answers with %s", async (_, head, end) => {
  await using server = await serve(({ socket }) => void socket.write(`HTTP/1.1 ${head}\r\n\r\nx`));
  const fetch = createFetch(POLICY);
  const outcome = fetch(server.url).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  expect(await outcome).toEqual(typeof end === "number" ? end : expect.objectContaining(end));
  fetch.close();
});
