import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { freePort } from "../../testkit/free-port.ts";
import { proves } from "../../testkit/promises.ts";
import { Loopbacks, type Loopback } from "./loopback.ts";
import type { LoopbackWish } from "./return-door.ts";

const STATE = "the-state-of-this-sign-in";
const openLoopback = (wish: LoopbackWish): Promise<Loopback> => new Loopbacks().open(wish);

interface Knock {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function listening(path = "/callback"): Promise<{
  readonly loopback: Loopback;
  readonly answer: Promise<URLSearchParams>;
  readonly stop: AbortController;
}> {
  const loopback = await openLoopback({ host: "127.0.0.1", port: null, path });
  const stop = new AbortController();
  const answer = loopback.answer(STATE, stop.signal);
  answer.catch(() => undefined);
  return { loopback, answer, stop };
}

/** Status and body of a request that is written exactly so. */
function knock(
  port: number,
  { method = "GET", host, path = `/callback?state=${STATE}&code=c`, headers = {} }: Knock = {},
) {
  return new Promise<{ readonly status: number; readonly body: string; readonly csp: unknown }>((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        method,
        path,
        setHost: false,
        headers: { host: host ?? `127.0.0.1:${port}`, ...headers },
      },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body, csp: response.headers["content-security-policy"] }),
        );
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

/** The status line of what is written byte by byte. */
async function write(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return answer.split("\r\n")[0] ?? "";
}

test("hands over the query of the return, shows a page that says nothing of it, and is gone", async () => {
  proves("oauth:callback");
  const { loopback, answer } = await listening();
  const { port } = loopback;
  expect(loopback.redirectUri).toBe(`http://127.0.0.1:${port}/callback`);
  const shown = await knock(port, {
    path: `/callback?state=${STATE}&code=c&iss=https%3A%2F%2Fas&error_description=%3Cscript%3E`,
  });
  expect(shown.status).toBe(200);
  expect(shown.csp).toMatch(/^default-src 'none';/);
  expect(shown.body).not.toMatch(/script|as\b.*iss|the-state/);
  expect([...(await answer)].map(([name]) => name)).toEqual(["state", "code", "iss", "error_description"]);
  await expect
    .poll(() =>
      knock(port).then(
        ({ status }) => status,
        (error: NodeJS.ErrnoException) => error.code,
      ),
    )
    .toBe("ECONNREFUSED");
});

test("what comes with a request that is refused may be written to its end, and then the refusal is read", async () => {
  proves("oauth:callback");
  const { loopback, stop } = await listening();
  const length = 1024 * 1024;
  const socket = connect(loopback.port, "127.0.0.1");
  const faults: unknown[] = [];
  socket.on("error", (error) => faults.push(error));
  const closed = once(socket, "close");
  const answered = once(socket, "data");
  socket.write(`POST /callback HTTP/1.1\r\nHost: 127.0.0.1:${loopback.port}\r\nContent-Length: ${length}\r\n\r\n`);
  expect(String(await answered)).toMatch(/^HTTP\/1\.1 405 /);
  const part = Buffer.alloc(64 * 1024, "x");
  for (let sent = 0; sent < length; sent += part.byteLength)
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  await closed;
  expect(faults).toEqual([]);
  stop.abort();
});

test("refuses whatever is not the return, without an effect, and keeps waiting", async () => {
  proves("oauth:callback");
  const { loopback, answer } = await listening();
  const { port } = loopback;
  const good = `state=${STATE}&code=c`;
  const refused: readonly (readonly [number, Knock])[] = [
    [421, { host: `evil.example:${port}` }],
    [421, { host: `localhost:${port}` }],
    [421, { host: "127.0.0.1" }],
    [421, { host: `127.0.0.1:${port}.evil.example` }],
    [405, { method: "POST" }],
    [405, { method: "HEAD" }],
    [405, { method: "OPTIONS" }],
    [400, { path: `http://127.0.0.1:${port}/callback?${good}` }],
    [404, { path: `/x/../callback?${good}` }],
    [404, { path: `//callback?${good}` }],
    [404, { path: `/callback/?${good}` }],
    [404, { path: `/CALLBACK?${good}` }],
    [404, { path: `/%63allback?${good}` }],
    [404, { path: "/favicon.ico" }],
    [400, { path: "/callback" }],
    [400, { path: "/callback?code=c" }],
    [400, { path: "/callback?code=c&state=" }],
    [400, { path: "/callback?code=c&state=another" }],
    [400, { path: `/callback?${good}&state=another` }],
    [400, { path: `/callback?${good}&state=${STATE}` }],
  ];
  for (const [status, asked] of refused) expect([(await knock(port, asked)).status, asked]).toEqual([status, asked]);
  expect((await knock(port)).status).toBe(200);
  expect((await answer).get("code")).toBe("c");
});

test("refuses what is no proper HTTP: two hosts, none, and a header of 20 KB", async () => {
  const { loopback, stop } = await listening();
  const { port } = loopback;
  const line = `GET /callback?state=${STATE}&code=c HTTP/1.1\r\n`;
  const host = `Host: 127.0.0.1:${port}\r\n`;
  expect(await write(port, `${line}${host}${host}\r\n`)).toMatch(/ 4\d\d /);
  expect(await write(port, `${line}\r\n`)).toMatch(/ 4\d\d /);
  expect(await write(port, `GET /callback?state=${STATE}&code=c HTTP/1.0\r\n\r\n`)).toMatch(/ 421 /);
  expect(await write(port, `${line}${host}X: ${"a".repeat(20_000)}\r\n\r\n`)).toMatch(/ 431 /);
  stop.abort();
});

test("takes one answer: a second one, even at the same moment, finds nobody", async () => {
  proves("oauth:callback");
  const { loopback, answer } = await listening();
  const both = await Promise.allSettled([knock(loopback.port), knock(loopback.port)]);
  const statuses = both.map((one) => (one.status === "fulfilled" ? one.value.status : 0));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect((await answer).get("state")).toBe(STATE);
});

test("ends with its time", async () => {
  const { loopback, answer, stop } = await listening();
  stop.abort();
  await expect(answer).rejects.toMatchObject({ code: "oauth_expired" });
  await expect
    .poll(() =>
      knock(loopback.port).then(
        () => "open",
        (error: NodeJS.ErrnoException) => error.code,
      ),
    )
    .toBe("ECONNREFUSED");
});

test("answers nobody before a sign-in is under way", async () => {
  const loopback = await openLoopback({ host: "127.0.0.1", port: null, path: "/callback" });
  expect((await knock(loopback.port)).status).toBe(400);
  await loopback.close();
});

test("is not there for other machines", async () => {
  const { loopback, stop } = await listening();
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const lan = own.find(({ family, internal }) => family === "IPv4" && !internal);
  if (lan) {
    const socket = connect(loopback.port, lan.address);
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  }
  stop.abort();
});

test.each(["", "GET /callback?state="])("ends in spite of a connection that says %j and no more", async (said) => {
  const { loopback, stop } = await listening();
  const silent = connect(loopback.port, "127.0.0.1");
  silent.on("error", () => undefined);
  await once(silent, "connect");
  silent.write(said);
  stop.abort();
  await loopback.close();
  silent.destroy();
});

test("says which port is in use", async () => {
  const first = await openLoopback({ host: "127.0.0.1", port: null, path: "/callback" });
  const wish = { host: "127.0.0.1", port: first.port, path: "/callback" } as const;
  await expect(openLoopback(wish)).rejects.toMatchObject({ code: "oauth_port_busy" });
  await first.close();
});

test("hears the name localhost on both of its addresses", async () => {
  const loopback = await openLoopback({ host: "localhost", port: null, path: "/oauth/callback" });
  const stop = new AbortController();
  const answer = loopback.answer(STATE, stop.signal);
  expect(loopback.redirectUri).toBe(`http://localhost:${loopback.port}/oauth/callback`);
  const path = `/oauth/callback?state=${STATE}`;
  expect((await knock(loopback.port, { path })).status).toBe(421);
  expect((await knock(loopback.port, { path, host: `localhost:${loopback.port}` })).status).toBe(200);
  expect((await answer).get("state")).toBe(STATE);
});

test("sign-ins that come back to one port share a listener, and each gets its own return alone", async () => {
  proves("oauth:callback");
  const loopbacks = new Loopbacks();
  const wish = { host: "127.0.0.1", port: await freePort(), path: "/callback" } as const;
  const open = async (state: string, path: string = wish.path) => {
    const loopback = await loopbacks.open({ ...wish, path });
    const stop = new AbortController();
    const answer = loopback.answer(state, stop.signal).then(
      (query) => query.get("code"),
      () => "ended",
    );
    return { loopback, stop, answer };
  };
  const [one, two, other] = await Promise.all([open("one"), open("two"), open("other", "/elsewhere")]);
  const statusOf = async (path: string) => (await knock(wish.port, { path })).status;
  expect(await statusOf("/elsewhere?state=one&code=1")).toBe(400);
  expect(await statusOf("/callback?state=two&code=2")).toBe(200);
  expect(await two.answer).toBe("2");
  expect(await statusOf("/callback?state=two&code=2")).toBe(400);
  other.stop.abort();
  expect(await other.answer).toBe("ended");
  expect(await statusOf("/elsewhere?state=other&code=3")).toBe(404);
  expect(await statusOf("/callback?state=one&code=1")).toBe(200);
  expect(await one.answer).toBe("1");
  await Promise.all([one, two, other].map(({ loopback }) => loopback.close()));
  // Nobody waits any more: the port is free, and may be taken again.
  const again = await open("again");
  expect(await statusOf("/callback?state=again&code=4")).toBe(200);
  expect(await again.answer).toBe("4");
});
