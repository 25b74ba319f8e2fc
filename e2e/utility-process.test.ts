import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { globSync } from "node:fs";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { expect, test } from "vitest";
import type { HostMessage, SidecarMessage, WaitingCalls } from "../src-contract/host.ts";
import { createKeychain } from "../src-main/os/keychain.ts";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { ECHO_SERVER } from "../testkit/mcp/echo-server.ts";
import { FIRST_RUN, type PeopleDoor } from "./harness/studio.ts";

const SIDECAR = join(import.meta.dirname, "../out/main/sidecar.js");
const PARENT_PORT = new URL("../src-main/windows/testdata/parent-port.ts", import.meta.url).href;

/** On a machine that has other work, too. */
const SOON = { timeout: 30_000 };

/** What stands in for Electron, at its boundary: a store that turns texts around under the tag of a real one. */
const storage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => "gnome_libsecret",
  encryptStringAsync: async (text: string) => Buffer.from(`v11${[...text].toReversed().join("")}`),
  decryptStringAsync: async (blob: Buffer) => ({
    result: [...blob.toString().slice(3)].toReversed().join(""),
    shouldReEncrypt: false,
  }),
};

/** The sidecar as a utility process of Electron, with a window's port and a keychain. */
interface Life {
  readonly child: ChildProcess;
  readonly door: PeopleDoor;
  readonly asked: string[];
  /** What it said of how much waits. */
  readonly told: WaitingCalls[];
  post(message: HostMessage): void;
  ended(): Promise<number | null>;
}

async function start(home: string): Promise<Life> {
  const child = fork(SIDECAR, [], {
    env: { PATH: process.env["PATH"], GATEHOUSE_HOME: home, GATEHOUSE_AGENTS_PORT: "0" },
    execArgv: ["--import", PARENT_PORT],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => code as number | null); // Node's own event.
  const keychain = createKeychain({ storage, folder: join(home, "keychain"), platform: "linux" });
  const asked: string[] = [];
  const told: WaitingCalls[] = [];
  const window = new EventEmitter();
  const ready = Promise.withResolvers<void>();
  const post = (message: HostMessage, ports: readonly number[] = []): void =>
    void child.send({ data: message, ports }, () => undefined);
  child.on("message", (message: { readonly port?: number; readonly data: unknown }) => {
    if (message.port !== undefined) return void window.emit("message", { data: message.data });
    const said = message.data as SidecarMessage; // The sidecar says nothing else.
    if (said.kind === "ready") ready.resolve();
    if (said.kind === "waiting") told.push(said);
    if (said.kind !== "keychain") return;
    asked.push(said.ask.op);
    void keychain(said.ask).then((reply) => post({ kind: "keychain", request: said.request, reply }));
  });
  await ready.promise;
  post({ kind: "open", client: 1, via: "window" }, [1]);
  const port = Object.assign(window, {
    postMessage: (data: unknown) => child.send({ port: 1, data }, () => undefined),
    start: () => undefined,
  });
  const door: PeopleDoor = createORPCClient(new RPCLink({ port }));
  return { child, door, asked, told, post: (message) => post(message), ended: () => ended };
}

test("under Electron the keychain opens the vault again after a lock has ended the process", async () => {
  proves("keychain:no-fallback", "lock:memory");
  using home = createTempHome();
  const { passphrase } = FIRST_RUN;
  const first = await start(home.path);
  const { orgId, memberId } = await first.door.studio.setUp(FIRST_RUN);
  const { keychain, unlockers } = await first.door.vault.addKeychain({ passphrase });
  expect(keychain).toEqual({ kind: "available", backend: "gnome_libsecret" });
  expect(unlockers).toContainEqual(expect.objectContaining({ kind: "os-keychain", backend: "gnome_libsecret" }));
  expect(globSync("*", { cwd: join(home.path, "keychain") })).toEqual([`vault.${orgId}.${memberId}.json`]);
  first.post({ kind: "lock", reason: "screen-lock" });
  expect(await first.ended()).toBe(80);

  const second = await start(home.path);
  expect((await second.door.studio.state()).kind).toBe("locked");
  await second.door.session.signInWithKeychain({ orgId, memberId });
  expect(second.asked).toEqual(["load"]);
  expect((await second.door.studio.state()).kind).toBe("signed-in");
  await second.door.vault.removeUnlocker({ kind: "os-keychain", passphrase });
  expect(globSync("*", { cwd: join(home.path, "keychain") })).toEqual([]);
  second.post({ kind: "lock", reason: "quit" });
  expect(await second.ended()).toBe(0);

  const third = await start(home.path);
  await expect(third.door.session.signInWithKeychain({ orgId, memberId })).rejects.toThrow();
  third.post({ kind: "lock", reason: "suspend" }); // Nothing is open, so nothing ends.
  expect((await third.door.studio.state()).kind).toBe("locked");
  third.post({ kind: "lock", reason: "quit" });
  expect(await third.ended()).toBe(0);
});

test("the host is told how much waits, in numbers, by every life of the sidecar", async () => {
  proves("window:calls");
  using home = createTempHome();
  const first = await start(home.path);
  await first.door.studio.setUp(FIRST_RUN);
  const config = { kind: "mcp-stdio" as const, command: process.execPath, args: [ECHO_SERVER], env: [] };
  const { id } = await first.door.connectors.create({ name: "Echo", config });
  const { toolList } = await first.door.connectors.refresh({ id });
  const tool = toolList.find(({ name }) => name === "echo");
  if (!tool) throw new Error("the echo server has a tool of this name");
  const input = { toolId: tool.id, arguments: { message: "hello" } };
  const { callId } = await first.door.tools.try(input);
  await first.door.tools.try(input);
  await expect
    .poll(() => first.told.at(-1))
    .toEqual({ kind: "waiting", count: 2, dangerous: 2, fresh: expect.any(Number) });
  expect(first.told.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(2);
  const { digest } = await first.door.approvals.card({ callId });
  await first.door.approvals.deny({ callId, digest, reason: "no" });
  await expect.poll(() => first.told.at(-1), SOON).toEqual({ kind: "waiting", count: 1, dangerous: 1, fresh: 0 });
  first.post({ kind: "lock", reason: "screen-lock" });
  expect(await first.ended()).toBe(80);

  const second = await start(home.path);
  await expect.poll(() => second.told, SOON).toEqual([{ kind: "waiting", count: 1, dangerous: 1, fresh: 0 }]);
  second.post({ kind: "lock", reason: "quit" });
  await second.ended();
});
