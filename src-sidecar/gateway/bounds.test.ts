import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { ADMIN, bearer, openDoorRig, until, type DoorRig, type Open } from "./testdata/door-rig.ts";

const inSession = (rig: DoorRig, id: string, key = rig.key) => ({ ...bearer(key), "mcp-session-id": id });
const statusOf = async (rig: DoorRig, id: string): Promise<number> =>
  (await rig.knock(rig.legacy("ping", {}, { headers: { "mcp-session-id": id } }))).status;
const listen = (rig: DoorRig, id: string): Open => rig.open({ method: "GET", headers: inSession(rig, id) });
const statusOfOpen = async ({ started }: Open): Promise<number> => (await started).statusCode ?? 0;

async function initializeTimes(rig: DoorRig, times: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < times; index += 1) ids.push((await rig.initialize()).sessionId);
  return ids;
}

test("a session's id is taken in only in the shape that is issued here, so that an agent cannot make the door remember more", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const { sessionId } = await rig.initialize();
  const [stored = ""] = sessionId.split(".");
  const invented = [
    stored,
    `${stored}.`,
    `${stored}.${"a".repeat(36)}`,
    `${stored}.${"-".repeat(36)}`,
    `${sessionId}x`,
    `${sessionId}.${randomUUID()}`,
    `${stored}.${"0".repeat(8_000)}`,
    `${randomUUID()}.${randomUUID()}`,
  ];
  for (const id of invented) {
    expect([id.slice(0, 99), await statusOf(rig, id)]).toEqual([id.slice(0, 99), 404]);
    expect((await rig.knock({ method: "DELETE", headers: inSession(rig, id) })).status).toBe(404);
  }
  expect(await statusOf(rig, sessionId)).toBe(200);
});

test("ids of an earlier process are taken in, but only so many of a key", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const { sessionId } = await rig.initialize();
  const [stored = ""] = sessionId.split(".");
  const statuses: number[] = [];
  for (let index = 0; index < 80; index += 1) {
    const id = `${stored}.${randomUUID()}`;
    statuses.push((await rig.knock({ method: "DELETE", headers: inSession(rig, id) })).status);
  }
  expect(statuses).toEqual([...Array<number>(64).fill(204), ...Array<number>(16).fill(404)]);
  expect((await rig.initialize()).heard.status).toBe(200);
});

test("one key keeps the door from no other: its streams are counted, and ended ones give their place back", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const ids = await initializeTimes(rig, 18);
  const streams = ids.slice(0, 16).map((id) => listen(rig, id));
  for (const stream of streams) expect(await statusOfOpen(stream)).toBe(200);
  expect(await statusOfOpen(listen(rig, ids[16] ?? ""))).toBe(429);
  const subscription = rig.modern("subscriptions/listen", { notifications: {} });
  expect((await rig.knock(subscription)).status).toBe(429); // Both kinds are one key's long answers.

  const { key } = await rig.newKey();
  const { sessionId } = await rig.initialize("2025-11-25", key);
  expect(await statusOfOpen(rig.open({ method: "GET", headers: inSession(rig, sessionId, key) }))).toBe(200);

  const again = listen(rig, ids[0] ?? ""); // The same session once more takes the place of its own.
  expect(await statusOfOpen(again)).toBe(200);
  await streams[0]?.heard;
  streams[1]?.hangUp();
  await until(async () => ((await statusOfOpen(listen(rig, ids[17] ?? ""))) === 200 ? true : undefined));
});

test("subscriptions that ask for nothing are counted too", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const open = () => rig.open(rig.modern("subscriptions/listen", { notifications: {} }));
  const all = Array.from({ length: 16 }, open);
  for (const one of all) await until(() => (one.text().includes("acknowledged") ? true : undefined));
  expect(await statusOfOpen(open())).toBe(429);
  all[3]?.hangUp();
  await until(async () => ((await statusOfOpen(open())) === 200 ? true : undefined));
});

test("a key that lost its power hears of nothing any more, at once", async () => {
  proves("door:key-regenerated");
  await using rig = await openDoorRig();
  const { key, id } = await rig.newKey();
  const own = await rig.initialize();
  const other = await rig.initialize("2025-11-25", key);
  const stays = listen(rig, own.sessionId);
  const stream = rig.open({ method: "GET", headers: inSession(rig, other.sessionId, key) });
  const subscription = rig.open(
    rig.modern("subscriptions/listen", { notifications: { toolsListChanged: true } }, { key }),
  );
  for (const one of [stays, stream, subscription]) expect(await statusOfOpen(one)).toBe(200);
  await rig.access.keys.revoke(id, ADMIN);
  rig.door.keyEnded(id);
  rig.door.listsChanged();
  await until(() => (stays.text().includes("tools/list_changed") ? true : undefined));
  for (const one of [stream, subscription]) expect((await one.heard).text).not.toContain("list_changed");
});

/** A request as it goes over the wire, of which the last bytes may be kept back. */
function sendRaw(rig: DoorRig, key: string, body: string, keptBack = 0): Socket {
  const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
  const socket = connect(rig.port, "127.0.0.1").on("error", () => {});
  socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, body.length - keptBack)}`);
  return socket;
}

const listRequest = (padding = "") =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: { padding } });

test("answers that an agent does not read take only so much memory of a key, and none of another's", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const [connector] = rig.catalog.snapshot().connectors.values();
  if (!connector) throw new Error("no connector");
  const wordy = { description: "x".repeat(256 * 1024), inputSchema: { type: "object" } };
  await rig.catalog.tools.reconcile(
    connector.id,
    Array.from({ length: 32 }, (_, index) => ({ ...wordy, name: `t${index}` })),
  );
  const sockets = Array.from({ length: 24 }, () => sendRaw(rig, rig.key, listRequest()).pause());
  const { key } = await rig.newKey();
  expect((await rig.knock(rig.legacy("tools/list", {}, { key }))).status).toBe(200);
  const whole = await Promise.all(
    sockets.map(async (socket) => {
      let last = "";
      socket.on("data", (chunk: Buffer) => (last = (last + chunk.toString("latin1")).slice(-64)));
      await new Promise<void>((resolve) => {
        socket.once("close", () => resolve());
        socket.on("data", () => last.endsWith("}]}}") && resolve()).resume(); // Now it reads.
      });
      socket.destroy();
      return last.endsWith("}]}}");
    }),
  );
  const answered = whole.filter(Boolean).length; // Each is a little more than 8 MiB.
  expect([answered >= 15, answered <= 17]).toEqual([true, true]);
  expect((await rig.knock(rig.legacy("tools/list"))).status).toBe(200);
});

test("requests that are on their way take only so much memory of a key", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const large = listRequest("x".repeat(4_000_000));
  const refused: Socket[] = [];
  const sockets = Array.from({ length: 12 }, () => {
    const socket = sendRaw(rig, rig.key, large, 1);
    socket.once("data", (chunk: Buffer) => chunk.toString().startsWith("HTTP/1.1 429") && refused.push(socket));
    return socket;
  });
  await until(() => (refused.length === 4 ? true : undefined)); // Eight of them are 32 MB and no more than 32 MiB.
  const { key } = await rig.newKey();
  expect((await rig.knock(rig.legacy("ping", {}, { key }))).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await until(async () => ((await rig.knock(rig.legacy("ping"))).status === 200 ? true : undefined));
});
