import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { createTestStudio, type TestStudio } from "./host/testdata/studio.ts";
import { buildEntries, buildPreload } from "./testdata/build.ts";
import type { Seen } from "./windows/testdata/seen.ts";
import { allowForProcesses } from "./base/testdata/eventually.ts";

allowForProcesses();

const run = promisify(execFile);
let studio: TestStudio;

beforeAll(async () => {
  studio = createTestStudio();
  await buildEntries(["main"], studio.programFolder);
  await buildPreload(join(studio.programFolder, "../preload"));
});
afterAll(() => studio.remove());

async function smoke(environment: Record<string, string> = {}): Promise<Seen> {
  const script = join(import.meta.dirname, "windows/testdata/smoke.ts");
  const { stdout } = await run(process.execPath, [script, studio.programFolder, studio.home], {
    env: { ...process.env, ...environment },
    timeout: 20_000,
  });
  return JSON.parse(stdout);
}

const HEADLESS_KEY = Buffer.from("6fbd1a0c55e2907f13c84ad9b6302e7741f8dd05a99c6be0124f8337c1d05ea2", "hex").toString(
  "base64url",
);

describe("the desktop studio", () => {
  let seen: Seen;
  beforeAll(async () => {
    seen = await smoke({ AWS_SECRET_ACCESS_KEY: "must stay behind", GATEHOUSE_SECRET_KEY: HEADLESS_KEY });
  });

  test("prepares sandbox, scheme and single instance before Electron is ready", () => {
    expect(seen.beforeReady).toEqual([
      "enableSandbox",
      "registerSchemesAsPrivileged",
      "setPath",
      "requestSingleInstanceLock",
    ]);
    expect(seen.userData).toEqual([["setPath", "userData", join(studio.home, "window")]]);
  });

  test("opens one page that can do no more than a web page", () => {
    proves("window:sandbox");
    expect(seen.loaded).toEqual([["loadURL", "studio://app/"]]);
    expect(seen.webPreferences).toHaveLength(1);
    expect(seen.webPreferences[0]?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      devTools: false,
      preload: join(studio.programFolder, "../preload/preload.cjs"),
    });
  });

  test("serves our files alone, under the strict policy", () => {
    proves("people:csp");
    const { index, script, escape, otherHost, post } = seen.pages;
    expect(index).toMatchObject({ status: 200, hasNonce: true });
    expect(index.policy).toContain("require-trusted-types-for 'script'");
    expect(script.status).toBe(200);
    expect([escape, otherHost, post].map(({ status }) => status)).toEqual([404, 404, 405]);
  });

  test("joins page and sidecar by a port, and again after a crash and after a lock", () => {
    expect(seen.world).toEqual(["studio"]);
    expect(seen.handedOver).toEqual([
      { message: { studio: "port" }, origin: "studio://app" },
      { message: { studio: "port" }, origin: "studio://app" },
      { message: { studio: "port" }, origin: "studio://app" },
    ]);
    expect(seen.echo).toEqual(['{"a":1}', [1, 2, 3]]);
    expect(seen.isSamePid).toBe(false);
    const opened = studio.notes().filter((note) => note.includes('"open"'));
    expect(opened.map((note) => JSON.parse(note))).toEqual([
      { kind: "open", client: 1, via: "window" },
      { kind: "open", client: 2, via: "window" },
      { kind: "open", client: 3, via: "window" },
    ]);
  });

  test("gives no port to another frame", () => {
    expect(seen.portsForStrangers).toBe(0);
  });

  test("starts the sidecar without loader flags and with allow-listed variables", () => {
    expect(seen.forks).toHaveLength(3);
    const settings = { execArgv: [], serviceName: "gatehouse-sidecar", stdio: ["ignore", "pipe", "pipe"] };
    for (const [, file, options] of seen.forks) {
      expect(file).toBe(join(studio.programFolder, "sidecar.js"));
      expect(options).toMatchObject(settings);
      expect(options.env).toEqual(expect.arrayContaining(["GATEHOUSE_HOME", "GATEHOUSE_AGENTS_PORT", "PATH"]));
      expect(options.env).not.toContain("AWS_SECRET_ACCESS_KEY");
    }
  });

  test("answers for the keychain, with a file that is its owner's alone", () => {
    const [state, saved, loaded] = seen.keychain;
    if (process.platform === "linux") expect(state).toEqual({ kind: "state", backend: "gnome_libsecret" });
    expect(saved).toEqual({ kind: "done" });
    expect(loaded).toMatchObject({ kind: "secret", secret: { 0: 0, 31: 31 } });
    const mode = statSync(join(studio.home, "keychain", "vault.a.b.json")).mode & 0o777;
    if (process.platform !== "win32") expect(mode).toBe(0o600);
  });

  test("calls a person with numbers alone, by tray, badge and notification, and leads them to what waits", () => {
    proves("window:calls");
    const { tray, told, led, menu, focusedBy } = seen.called;
    expect(tray).toMatchObject({
      sizes: [
        { scaleFactor: 1, width: 16, height: 16, bytes: 1_024 },
        { scaleFactor: 2, width: 32, height: 32, bytes: 4_096 },
      ],
    });
    const notice = {
      title: "2 calls wait for your decision",
      body: "7 calls wait for you, 1 of them Dangerous or Unknown.",
    };
    // Nothing new; somebody looks; wants to be left alone; a stranger lifts that; left alone no more; too soon again; nothing waits.
    expect(told.map(({ notifications }) => notifications)).toEqual([[], [], [], [], [notice], [], []]);
    expect(told.map(({ badge }) => badge)).toEqual([2, 3, 4, 5, 7, 8, 0]);
    expect(told.at(-1)?.toolTip).toBe("Gatehouse: Nothing waits for you.");
    expect(menu).toEqual(["Show what waits", "Quit Gatehouse"]);
    const waiting = { message: { studio: "show-waiting" }, origin: "studio://app" };
    expect([led, focusedBy]).toEqual([
      [waiting, waiting],
      [0, 1, 2],
    ]);
    expect(seen.badgeAfterCrash).toBe(0);
  });

  test("hands the headless key to the first life and to the one after a crash, not to the one after a lock", () => {
    proves("headless:key");
    const given = studio.notes().filter((note) => note.includes('"headless-key"'));
    expect(given).toHaveLength(2);
    expect(seen.environmentLeft).toEqual([]);
    for (const [, , options] of seen.forks) expect(options.env.join()).not.toContain("SECRET");
  });

  test("grants nothing but copying from our own page", () => {
    proves("window:sandbox");
    const { write, ...rest } = seen.asked;
    expect(write).toBe(true);
    expect(Object.values(rest).every((granted) => granted === false || granted === null)).toBe(true);
  });

  test("refuses to navigate and lets only https leave", () => {
    proves("window:sandbox");
    expect(seen.refused).toHaveLength(4);
    expect(seen.opened).toEqual(Array.from({ length: 7 }, () => ({ action: "deny" })));
    expect(seen.external).toEqual([["openExternal", "https://example.test/a"]]);
  });

  test("locks when the person leaves, and before it ends", () => {
    const locks = studio.notes().filter((note) => note.includes('"lock"'));
    expect(locks.map((note) => JSON.parse(note).reason)).toEqual(["suspend", "screen-lock", "quit"]);
    expect(seen.isQuitHeld).toBe(true);
  });

  test("comes to the front for a second start and for `gatehouse open`", () => {
    expect(seen.openAnswer).toEqual({ window: null });
    expect(seen.focused).toBe(2);
  });
});

test("says why the sidecar cannot start, and ends with its code", async () => {
  studio.order({ failed: "home_in_use" });
  const seen = await smoke({ STUB_ENDS: "failed" });
  studio.order({});
  expect(seen).toMatchObject({
    shown: [["showErrorBox", "Gatehouse cannot start", "The test says home_in_use."]],
    exit: [["exit", 65]],
    forks: 1,
  });
});

test("says what is wrong with a headless key and starts nothing", async () => {
  const seen = await smoke({ STUB_ENDS: "key", GATEHOUSE_SECRET_KEY: "hunter2" });
  expect(seen).toMatchObject({
    shown: [["showErrorBox", "Gatehouse cannot start", expect.stringContaining("Words are no key")]],
    exit: [["exit", 78]],
    forks: 0,
    windows: 0,
  });
  expect(JSON.stringify(seen)).not.toContain("hunter2");
});

test("a second instance starts nothing", async () => {
  const seen = await smoke({ STUB_ENDS: "second" });
  expect(seen).toMatchObject({ exit: [["exit", 0]], forks: 0, windows: 0 });
});
