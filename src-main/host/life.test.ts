import { mkdirSync, statSync, writeFileSync, chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { createConnection, createServer } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { createTestStudio, type TestStudio } from "./testdata/studio.ts";
import { closeCode, dial, exchange, launchCode, nextFrame, openWindow, outcome, tokenOf } from "./testdata/knock.ts";
import type { RunningHost } from "./start-host.ts";
import type { Failure } from "../base/supervisor.ts";
import { allowForProcesses, eventually } from "../base/testdata/eventually.ts";

allowForProcesses();

const HEADLESS_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * index * 7 + 3) % 251)).toString(
  "base64url",
);
let studio: TestStudio;
let running: RunningHost[];

beforeEach(() => {
  studio = createTestStudio();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((host) => host.close()));
  studio.remove();
});

async function start(options: Parameters<TestStudio["start"]>[0] = {}): Promise<RunningHost> {
  const host = await studio.start(options);
  running.push(host);
  return host;
}

describe("a sidecar that crashes", () => {
  test("is started again; its windows are told to connect anew and can", async () => {
    const host = await start();
    const token = await tokenOf(host);
    const window = dial(host.origin, ["studio.v1", `auth.${token}`], { origin: host.origin });
    await outcome(window);
    window.send("pid");
    const before = await nextFrame(window);
    const closed = closeCode(window);
    window.send("crash");
    expect(await closed).toBe(1012);

    const again = dial(host.origin, ["studio.v1", `auth.${token}`], { origin: host.origin });
    expect(await outcome(again)).toBe("open"); // waited for the next sidecar
    again.send("pid");
    expect(await nextFrame(again)).not.toBe(before);
    expect(studio.log.join()).toContain("started again");
  });

  test("is given up when it does so too often", async () => {
    const failures: Failure[] = [];
    const host = await start({ onFailure: (failure) => failures.push(failure) });
    for (let crash = 0; crash < 4; crash += 1) {
      const window = await openWindow(host);
      const closed = closeCode(window);
      window.send("crash");
      await closed;
    }
    await eventually(() => failures).toMatchObject([{ code: "internal" }]);
    const refused = dial(host.origin, ["studio.v1", `auth.${await tokenOf(host)}`], { origin: host.origin });
    expect(await outcome(refused)).toBe("503");
  });

  test("that never became ready fails the start", async () => {
    studio.order({ crashAtStart: true });
    await expect(studio.start()).rejects.toMatchObject({ failure: { code: "internal" } });
  });
});

describe("a sidecar that locked", () => {
  test("is started again at once, as often as it locks; its windows connect to the next one", async () => {
    const host = await start();
    const token = await tokenOf(host);
    const pids = new Set<unknown>();
    for (let lock = 0; lock < 6; lock += 1) {
      const window = dial(host.origin, ["studio.v1", `auth.${token}`], { origin: host.origin });
      expect(await outcome(window)).toBe("open");
      window.send("pid");
      pids.add(await nextFrame(window));
      const closed = closeCode(window);
      window.send("lock");
      expect(await closed).toBe(1012);
    }
    expect(pids.size).toBe(6);
    expect(studio.log).toEqual([]); // nothing went wrong
  });

  test("gets the headless key at its first start, not after the lock; the environment has it no more", async () => {
    proves("headless:key");
    vi.stubEnv("GATEHOUSE_SECRET_KEY", HEADLESS_KEY);
    const host = await start();
    expect(process.env["GATEHOUSE_SECRET_KEY"]).toBeUndefined();
    const given = (): string[] => studio.notes().filter((note) => note.includes("headless-key"));
    await eventually(given).toHaveLength(1);
    const window = await openWindow(host);
    const closed = closeCode(window);
    window.send("lock");
    await closed;
    const next = await openWindow(host);
    next.send("pid");
    await nextFrame(next);
    expect(given()).toHaveLength(1);
    vi.unstubAllEnvs();
  });

  test("does not get the headless key again when it died while it locked", async () => {
    proves("headless:key");
    vi.stubEnv("GATEHOUSE_SECRET_KEY", HEADLESS_KEY);
    const host = await start();
    const given = (): string[] => studio.notes().filter((note) => note.includes("headless-key"));
    for (const [word, times] of [
      ["crash", 2],
      ["die locking", 2],
    ] as const) {
      const window = await openWindow(host);
      const closed = closeCode(window);
      window.send(word);
      await closed;
      const next = await openWindow(host);
      next.send("pid");
      await nextFrame(next);
      expect(given()).toHaveLength(times);
    }
    vi.unstubAllEnvs();
  });

  test("is told that a browser has no keychain", async () => {
    const host = await start();
    const window = await openWindow(host);
    window.send('keychain {"op":"state"}');
    const reply: unknown = JSON.parse(String(await nextFrame(window)));
    expect(reply).toMatchObject({ kind: "failed", reason: expect.stringContaining("browser") });
  });
});

describe("a studio that cannot start", () => {
  test("says what is wrong with its headless key, before anything else is opened", async () => {
    proves("headless:key");
    vi.stubEnv("GATEHOUSE_SECRET_KEY", "hunter2");
    await expect(studio.start()).rejects.toMatchObject({ failure: { code: "secret_key_unusable" } });
    expect(process.env["GATEHOUSE_SECRET_KEY"]).toBeUndefined();
    vi.unstubAllEnvs();
  });

  test("passes on what the sidecar says, and tries no second time", async () => {
    studio.order({ failed: "home_in_use" });
    const failure = { code: "home_in_use", message: "The test says home_in_use." };
    await expect(studio.start()).rejects.toMatchObject({ failure });
    expect(studio.log).toEqual([]);
    expect(existsSync(join(studio.home, "host.sock"))).toBe(false); // the other studio's socket would be lost
  });

  test("says when the window's port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(studio.start({ port })).rejects.toMatchObject({ failure: { code: "port_in_use" } });
    other.close();
  });

  test("refuses a home that others can look into, unless it is empty or a studio's", async () => {
    const folder = join(studio.folder, "open");
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "letter.txt"), "dear");
    await expect(studio.start({ home: folder })).rejects.toMatchObject({ code: "home_unreadable" });
    expect(statSync(folder).mode & 0o777).toBe(0o755);

    const empty = join(studio.folder, "empty");
    mkdirSync(empty);
    chmodSync(empty, 0o755);
    await start({ home: empty });
    expect(statSync(empty).mode & 0o777).toBe(0o700);
  });

  test("refuses a home that is a file", async () => {
    const file = join(studio.folder, "file");
    writeFileSync(file, "");
    await expect(studio.start({ home: file })).rejects.toMatchObject({ code: "home_unreadable" });
  });

  test("refuses a home whose sockets would have too long a name, before it is made", async () => {
    const long = join(studio.folder, "long".repeat(30));
    await expect(studio.start({ home: long })).rejects.toThrow(/ bytes too long for a studio home/);
    expect(existsSync(long)).toBe(false);
  });

  test("creates a home that only its owner can enter", async () => {
    const home = join(studio.folder, "new", "home");
    await start({ home });
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });
});

describe("a launch code", () => {
  test("is worth nothing after a minute", async () => {
    proves("people:launch-code");
    let now = 1_000_000;
    const host = await start({ now: () => now });
    const [early, late] = [launchCode(host.windowAddress()), launchCode(host.windowAddress())];
    now += 59_999;
    expect((await exchange(host, early)).status).toBe(200);
    now += 1;
    expect((await exchange(host, late)).status).toBe(403);
  });
});

describe("the host socket", () => {
  test("is the owner's alone and hands out an address that works", async () => {
    const host = await start();
    const path = join(studio.home, "host.sock");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const answer: { window: string } = JSON.parse(await ask(path, '{"kind":"open"}\n'));
    expect(answer.window.startsWith(`${host.origin}/#k=`)).toBe(true);
    expect((await exchange(host, launchCode(answer.window))).status).toBe(200);
  });

  test.each(["nonsense\n", '{"kind":"decide"}\n', "null\n"])("does nothing for %j", async (line) => {
    await start();
    expect(JSON.parse(await ask(join(studio.home, "host.sock"), line))).toEqual({ error: "unknown_request" });
  });

  test("hangs up on a line without an end", async () => {
    await start();
    expect(await ask(join(studio.home, "host.sock"), "x".repeat(5_000))).toBe("");
  });

  test("takes the place of one that a dead host left behind", async () => {
    writeFileSync(join(studio.home, "host.sock"), "");
    const host = await start();
    expect(await ask(join(studio.home, "host.sock"), '{"kind":"open"}\n')).toContain(host.origin);
  });
});

test("closing asks the sidecar to lock and lets it finish", async () => {
  const host = await studio.start();
  await host.close();
  expect(studio.notes()).toEqual([JSON.stringify({ kind: "lock", reason: "quit" }), "disconnected"]);
  expect(existsSync(join(studio.home, "host.sock"))).toBe(false);
});

test("closing does not wait for a window that no longer answers", async () => {
  const host = await studio.start();
  const window = await openWindow(host);
  window.pause();
  const startedAt = performance.now();
  await host.close();
  expect(performance.now() - startedAt).toBeLessThan(20_000); // A WebSocket left alone waits for half a minute.
  window.terminate();
});

async function ask(path: string, line: string): Promise<string> {
  const socket = createConnection(path);
  socket.on("error", () => undefined); // hanging up may reach us as a reset
  socket.setEncoding("utf8");
  socket.write(line);
  let text = "";
  socket.on("data", (part: string) => (text += part));
  await once(socket, "close");
  return text;
}
