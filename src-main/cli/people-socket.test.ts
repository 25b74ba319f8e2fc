import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { os, type RouterClient } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { encodeFrame, FrameReader } from "./people-frames.ts";
import { PeopleSocket } from "./people-socket.ts";
import { eventually } from "../base/testdata/eventually.ts";

const router = {
  echo: os.input(z.unknown()).handler(({ input }) => input),
  count: os.handler(async function* () {
    for (let number = 0; number < 3; number += 1) yield number;
  }),
  wait: os.handler(() => new Promise<never>(() => undefined)),
};

let folder: string;
let path: string;
let server: Server;
let peers: Socket[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-people-"));
  path = join(folder, "people.sock");
  peers = [];
  const handler = new RPCHandler(router);
  server = createServer((socket) => {
    peers.push(socket);
    handler.upgrade(new PeopleSocket(socket));
  }).listen(path);
  await once(server, "listening");
});
afterEach(() => {
  for (const peer of peers) peer.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the people's socket", () => {
  test("carries calls, streams and large answers", async () => {
    const port = await PeopleSocket.connect(path);
    const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port }));
    const large = { text: "größe ".repeat(200_000), list: [1, null, { a: true }] };
    expect(await client.echo(large)).toEqual(large);
    const numbers: number[] = [];
    for await (const number of await client.count()) numbers.push(number);
    expect(numbers).toEqual([0, 1, 2]);
    port.close();
  });

  test("fails what waits when the studio goes away", async () => {
    const port = await PeopleSocket.connect(path);
    const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port }));
    const leave = async (): Promise<void> => {
      await client.echo(1);
      for (const peer of peers) peer.destroy();
    };
    const [waiting] = await Promise.allSettled([client.wait(), leave()]);
    expect(waiting.status).toBe("rejected");
  });

  test("hangs up on what is no frame", async () => {
    const port = await PeopleSocket.connect(path);
    const closed = new Promise<void>((resolve) => port.on("close", () => resolve()));
    await eventually(() => peers.length).toBe(1);
    peers[0]?.write(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    await closed;
  });

  test("says when no studio is running", async () => {
    await expect(PeopleSocket.connect(join(folder, "none.sock"))).rejects.toMatchObject({ code: "not_running" });
  });
});

describe("a frame", () => {
  test("has the bytes that the contract names", () => {
    expect(encodeFrame("ü").toString("hex")).toBe("0000000200c3bc");
    expect(encodeFrame(new Uint8Array([7, 8])).toString("hex")).toBe("00000002010708");
    expect(encodeFrame("").toString("hex")).toBe("0000000000");
  });

  test("comes through whole however the socket cuts it", () => {
    const frame = fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(), { maxLength: 6 }), (frames, cuts) => {
        const sent = frames.map((one) => (typeof one === "string" ? one : new Uint8Array(one)));
        const whole = Buffer.concat(sent.map(encodeFrame));
        const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted((a, b) => a - b);
        const reader = new FrameReader();
        const read = ends.flatMap((end, index) => [...reader.push(whole.subarray(ends[index - 1] ?? 0, end))]);
        expect(read).toEqual(sent);
      }),
    );
  });

  test("of more than 8 MiB is refused on both sides", () => {
    expect(() => encodeFrame(new Uint8Array(8 * 1024 * 1024 + 1))).toThrow("8 MiB");
    const announced = Buffer.from("0080000101", "hex");
    expect(() => [...new FrameReader().push(announced)]).toThrow("no frame");
  });
});
