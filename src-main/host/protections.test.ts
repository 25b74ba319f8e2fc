import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "node:net";
import { once } from "node:events";
import { proves } from "../../testkit/promises.ts";
import { createTestStudio, type TestStudio } from "./testdata/studio.ts";
import { dial, exchange, knock, launchCode, outcome, tokenOf } from "./testdata/knock.ts";
import type { RunningHost } from "./start-host.ts";
import { allowForProcesses } from "../base/testdata/eventually.ts";

allowForProcesses();

/** Written after the refusal was read: the first piece of it would find a connection that was closed. */
const BODY_BYTES = 1024 * 1024;

let studio: TestStudio;
let host: RunningHost;

beforeAll(async () => {
  studio = createTestStudio();
  host = await studio.start();
});
afterAll(async () => {
  await host.close();
  studio.remove();
});

describe("a page from elsewhere", () => {
  test.each(["evil.test", "localhost", "127.0.0.1", "[::1]"])("is misdirected when it calls us %s", async (name) => {
    proves("people:origin");
    const { port } = new URL(host.origin);
    const headers = { host: name === "127.0.0.1" ? name : `${name}:${port}` };
    expect((await knock(host.origin, "/", { headers })).status).toBe(421);
    expect(await outcome(dial(host.origin, ["studio.v1"], { ...headers, origin: host.origin }))).toBe("421");
  });

  test.each([
    ["another origin", { origin: "https://evil.test" }],
    ["a neighbouring port", { origin: "http://127.0.0.1:1" }],
    ["no origin", {}],
    ["an opaque origin", { origin: "null" }],
  ])("cannot exchange a launch code from %s", async (_name, headers) => {
    const code = launchCode(host.windowAddress());
    expect((await knock(host.origin, "/session", { method: "POST", headers, body: code })).status).toBe(403);
    expect((await exchange(host, code)).status).toBe(200); // the refusal did not use the code up
  });

  test.each(["cross-site", "same-site", "none"])("cannot exchange a launch code as %s", async (site) => {
    const headers = { origin: host.origin, "sec-fetch-site": site };
    const code = launchCode(host.windowAddress());
    expect((await knock(host.origin, "/session", { method: "POST", headers, body: code })).status).toBe(403);
  });

  test("cannot open the bridge", async () => {
    proves("people:origin");
    const token = await tokenOf(host);
    const protocols = ["studio.v1", `auth.${token}`];
    expect(await outcome(dial(host.origin, protocols, { origin: "https://evil.test" }))).toBe("403");
    expect(await outcome(dial(host.origin, protocols, {}))).toBe("403");
    const crossSite = { origin: host.origin, "sec-fetch-site": "cross-site" };
    expect(await outcome(dial(host.origin, protocols, crossSite))).toBe("403");
    expect(await outcome(dial(host.origin, protocols, { origin: host.origin }))).toBe("open");
  });
});

describe("a launch code", () => {
  test("is 256 bits and opens one window", async () => {
    proves("people:launch-code");
    const code = launchCode(host.windowAddress());
    expect(Buffer.from(code, "base64url")).toHaveLength(32);
    const first = await exchange(host, code);
    expect(first.status).toBe(200);
    expect(Buffer.from(first.body, "base64url")).toHaveLength(32);
    expect((await exchange(host, code)).status).toBe(403);
  });

  test("opens nothing when it is wrong or empty", async () => {
    expect((await exchange(host, "wrong")).status).toBe(403);
    expect((await exchange(host, "")).status).toBe(403);
  });

  test("is not read beyond its length", async () => {
    expect((await exchange(host, "x".repeat(100_000))).status).toBe(413);
  });
});

describe("a refusal", () => {
  test.each([
    ["a body that is too long", "413", "POST /session", {}],
    ["a body for a page", "405", "POST /", {}],
    ["a body from elsewhere", "403", "POST /session", { origin: "https://evil.test" }],
    ["a body for another name", "421", "POST /session", { host: "evil.test" }],
    ["headers that are too long", "431", "GET /", { "x-long": "x".repeat(20_000) }],
  ])("comes before %s is written to its end, and can be read then", async (_what, status, line, change) => {
    const { host: name, port, origin } = new URL(host.origin);
    const headers = { host: name, origin, "content-length": String(BODY_BYTES), ...change };
    const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
    const faults: unknown[] = [];
    socket.on("error", (error) => faults.push(error));
    const closed = once(socket, "close");
    const answered = once(socket, "data");
    socket.write(
      `${line} HTTP/1.1\r\n${Object.entries(headers)
        .map((pair) => pair.join(": "))
        .join("\r\n")}\r\n\r\n${"x".repeat(300)}`,
    );
    expect(String(await answered)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const part = Buffer.alloc(64 * 1024, "x");
    for (let left = BODY_BYTES - 300; left > 0; left -= part.byteLength)
      await new Promise<void>((resolve) => socket.write(part.subarray(0, left), () => resolve()));
    socket.end();
    await closed;
    expect(faults).toEqual([]);
  });

  test("of a window does not keep the connection of somebody who will not close it", async () => {
    const own = createTestStudio();
    const other = await own.start();
    const { host: name, port } = new URL(other.origin);
    const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
    const upgrade = [
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==",
      "Sec-WebSocket-Version: 13",
    ];
    socket.write(`GET /bridge HTTP/1.1\r\nHost: ${name}\r\n${upgrade.join("\r\n")}\r\n\r\n`);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 403 /);
    await other.close(); // It would wait for the last connection.
    socket.destroy();
    own.remove();
  });
});

describe("the bridge", () => {
  test("wants a token that it gave out, and its own protocol", async () => {
    const token = await tokenOf(host);
    const headers = { origin: host.origin };
    expect(await outcome(dial(host.origin, ["studio.v1"], headers))).toBe("403");
    expect(await outcome(dial(host.origin, ["studio.v1", "auth.nope"], headers))).toBe("403");
    expect(await outcome(dial(host.origin, ["studio.v1", "auth."], headers))).toBe("403");
    expect(await outcome(dial(host.origin, [`auth.${token}`], headers))).toBe("403");
    const code = launchCode(host.windowAddress());
    expect(await outcome(dial(host.origin, ["studio.v1", `auth.${code}`], headers))).toBe("403");
    expect(await outcome(dial(host.origin, ["studio.v1", `auth.${token}`], headers, "/other"))).toBe("404");
    const socket = dial(host.origin, ["studio.v1", `auth.${token}`], headers);
    expect(await outcome(socket)).toBe("open");
    expect(socket.protocol).toBe("studio.v1"); // the token is never repeated to the page
  });
});

describe("the pages", () => {
  test("come with every protective header and a nonce of their own", async () => {
    proves("people:csp", "people:origin");
    const first = await knock(host.origin, "/");
    const second = await knock(host.origin, "/");
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(first.headers["set-cookie"]).toBeUndefined();
    const policy = String(first.headers["content-security-policy"]);
    for (const rule of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "trusted-types"]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toContain("unsafe");
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(first.body).toContain(`nonce="${nonce}"`);
    expect(second.body).not.toContain(`nonce="${nonce}"`);
  });

  test("answer HEAD without a body", async () => {
    const head = await knock(host.origin, "/assets/main.js", { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, body: "" });
    expect(head.headers["content-length"]).toBe("11");
  });

  test.each([
    "/../main/sidecar.js",
    "/%2e%2e/main/sidecar.js",
    "/..%2fmain%2fsidecar.js",
    "/assets/..%5c..%5cmain%5csidecar.js",
    "/assets/../../main/sidecar.js",
    "/%00index.html",
    "/%E0%A4%A",
    "/.hidden.json",
    "/assets/main.js.map",
    "/assets",
    "/nothing.js",
    "//evil.test/index.html",
    "http://evil.test/index.html",
    "/bridge",
  ])("do not reach %s", async (path) => {
    const answer = await knock(host.origin, path);
    expect(answer.status).toBe(404);
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])("refuse %s", async (method) => {
    const answer = await knock(host.origin, "/", { method, headers: { origin: host.origin } });
    expect(answer.status).toBe(405);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("refuse to exchange codes by GET", async () => {
    expect((await knock(host.origin, "/session")).status).toBe(405);
  });

  test("are served on loopback alone", async () => {
    proves("door:loopback");
    const { port } = new URL(host.origin);
    const other = connect({ port: Number(port), host: "127.0.0.2" });
    const [error] = await once(other, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  });
});
