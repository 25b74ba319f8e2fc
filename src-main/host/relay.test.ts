import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestStudio, type TestStudio } from "./testdata/studio.ts";
import { closeCode, dial, nextFrame, openWindow, outcome, tokenOf } from "./testdata/knock.ts";
import { sidecarEnvironment } from "../base/environment.ts";
import type { RunningHost } from "./start-host.ts";
import { allowForProcesses, eventually } from "../base/testdata/eventually.ts";

allowForProcesses();

let studio: TestStudio;
let host: RunningHost;

beforeAll(async () => {
  studio = createTestStudio();
  host = await studio.start({ agentsPort: 45_678 });
});
afterAll(async () => {
  await host.close();
  studio.remove();
});

test("relays text and bytes as they are, in order, for each window alone", async () => {
  const [first, second] = [await openWindow(host), await openWindow(host)];
  const bytes = new Uint8Array(randomBytes(300_000));
  const frames = ['{"a":1}', "", "größe 🙂 \u2028", "\0", bytes, new Uint8Array(0), "x".repeat(2_000_000)];
  const received: (string | Uint8Array)[] = [];
  first.on("message", (data, isBinary) => {
    const content = data as Buffer; // ws hands over a Buffer unless told otherwise
    received.push(isBinary ? new Uint8Array(content) : content.toString("utf8"));
  });
  const strays: unknown[] = [];
  second.on("message", (data) => strays.push(data));
  for (const frame of frames) first.send(frame);
  await eventually(() => received.length).toBe(frames.length);
  expect(received).toEqual(frames);
  expect(strays).toEqual([]);
  first.close();
  second.close();
});

test("tells the sidecar who comes and who goes", async () => {
  const window = await openWindow(host);
  window.close();
  await eventually(() => studio.notes().at(-1)).toMatch(/"kind":"close"/);
  const [open] = studio.notes();
  expect(JSON.parse(open ?? "")).toEqual({ kind: "open", client: 1, via: "window" });
});

test("closes a window that sends more than the door takes", async () => {
  const window = await openWindow(host);
  const closed = closeCode(window);
  window.send(new Uint8Array(8 * 1024 * 1024 + 1));
  expect(await closed).toBe(1009);
});

test("hands the sidecar the settings and none of the shell's own variables", async () => {
  vi.stubEnv("GATEHOUSE_KEY", "must stay behind");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "must stay behind");
  const other = createTestStudio();
  const running = await other.start();
  const window = await openWindow(running);
  window.send("environment");
  const names: string[] = JSON.parse(String(await nextFrame(window)));
  expect(names).toContain("GATEHOUSE_HOME");
  expect(names).toContain("PATH");
  const allowed = Object.keys(sidecarEnvironment(process.env, { GATEHOUSE_HOME: other.home }));
  expect(names.filter((name) => !allowed.includes(name) && !name.startsWith("NODE_CHANNEL_"))).toEqual([]);
  await running.close();
  other.remove();
  vi.unstubAllEnvs();
});

test("opens the agents' door where it was told to", () => {
  expect(host.agentsUrl()).toBe("http://127.0.0.1:45678/mcp");
});

test("keeps a window's token good for a reload", async () => {
  const token = await tokenOf(host);
  for (let reload = 0; reload < 2; reload += 1) {
    const window = dial(host.origin, ["studio.v1", `auth.${token}`], { origin: host.origin });
    expect(await outcome(window)).toBe("open");
    window.close();
  }
});
