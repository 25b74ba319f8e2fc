import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Frame } from "../../src-contract/host.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { listenForPeople } from "./people-socket.ts";
import type { RelayedPort } from "./port.ts";

const MAX_FRAME = 8 * 1024 * 1024;

async function open() {
  const home = createTempHome();
  const path = join(home.path, "people.sock");
  const ports: RelayedPort[] = [];
  const heard: Frame[] = [];
  const hungUp: number[] = [];
  const server = await listenForPeople(path, (port) => {
    const number = ports.push(port);
    port.on("message", (event) => heard.push(event?.data as Frame)); // What `receive` was given.
    port.on("close", () => hungUp.push(number));
  });
  const sockets: Socket[] = [];
  return {
    path,
    server,
    ports,
    heard,
    hungUp,
    call: async (): Promise<Socket> => {
      const socket = connect(path);
      sockets.push(socket);
      socket.on("error", () => {});
      await once(socket, "connect");
      return socket;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, "close");
      server.close();
      await closed;
      home[Symbol.dispose]();
    },
  };
}

function frame(payload: string | Uint8Array, kind = typeof payload === "string" ? 0 : 1): Buffer {
  const bytes = Buffer.from(payload as Uint8Array); // Buffer.from takes both.
  const header = Buffer.alloc(5);
  header.writeUInt32BE(bytes.byteLength, 0);
  header[4] = kind;
  return Buffer.concat([header, bytes]);
}

test.skipIf(process.platform === "win32")(
  "the socket is its owner's alone, and takes the place of a dead one",
  async () => {
    proves("people:passphrase");
    const home = createTempHome();
    const path = join(home.path, "people.sock");
    writeFileSync(path, "left behind");
    const umask = process.umask();
    const server = await listenForPeople(path, () => {});
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
    expect(statSync(path).isSocket()).toBe(true);
    expect(process.umask()).toBe(umask);
    const closed = once(server, "close");
    server.close();
    await closed;
    expect(existsSync(path)).toBe(false);
    home[Symbol.dispose]();
  },
);

test("frames arrive whole and in order, however they are cut", async () => {
  await using rig = await open();
  const socket = await rig.call();
  const sent = ["", "a", "héllo", "x".repeat(100_000), new Uint8Array([0, 255, 1]), "last"];
  const all = Buffer.concat(sent.map((one) => frame(one)));
  let at = 0;
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 1_000, 60_000, all.byteLength]) {
    socket.write(all.subarray(at, at + size));
    at += size;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => rig.heard.length).toBe(sent.length);
  expect(rig.heard.map((one) => (typeof one === "string" ? one : [...one]))).toEqual(
    sent.map((one) => (typeof one === "string" ? one : [...one])),
  );
});

test("answers go out as frames of the same shape", async () => {
  await using rig = await open();
  const socket = await rig.call();
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await expect.poll(() => rig.ports.length).toBe(1);
  rig.ports[0]?.postMessage("wörd");
  rig.ports[0]?.postMessage(new Uint8Array([1, 2]));
  await expect.poll(() => Buffer.concat(chunks)).toEqual(Buffer.concat([frame("wörd"), frame(new Uint8Array([1, 2]))]));
});

test("a frame over 8 MiB ends its connection before it is read, and no other", async () => {
  proves("door:limits");
  await using rig = await open();
  const [bad, good] = [await rig.call(), await rig.call()];
  const header = Buffer.alloc(5);
  header.writeUInt32BE(MAX_FRAME + 1, 0);
  const closed = once(bad, "close");
  bad.write(header);
  await closed;
  await expect.poll(() => rig.hungUp).toEqual([1]);
  good.write(frame("x".repeat(MAX_FRAME)));
  await expect.poll(() => rig.heard.length).toBe(1);
});

test("a caller that hangs up, in the middle of a frame too, is told as gone once", async () => {
  await using rig = await open();
  const socket = await rig.call();
  socket.write(frame("whole"));
  socket.write(frame("cut off").subarray(0, 7));
  await expect.poll(() => rig.heard).toEqual(["whole"]);
  socket.destroy();
  await expect.poll(() => rig.hungUp).toEqual([1]);
  rig.ports[0]?.postMessage("too late");
});

test("there are at most 32 callers at once", async () => {
  proves("door:limits");
  await using rig = await open();
  const callers = await Promise.all(Array.from({ length: 32 }, () => rig.call()));
  await expect.poll(() => rig.ports.length).toBe(32);
  const late = connect(rig.path);
  late.on("error", () => {});
  await once(late, "close");
  expect(rig.ports.length).toBe(32);
  callers[0]?.destroy();
  await expect.poll(() => rig.hungUp.length).toBe(1);
  await rig.call();
  await expect.poll(() => rig.ports.length).toBe(33);
});
