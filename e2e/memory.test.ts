import { expect, test, type TestContext } from "vitest";
import type { MemberId } from "../src-contract/ids.ts";
import { startEchoServer } from "../testkit/mcp/echo-server.ts";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { createToken } from "./harness/enter-secret.ts";
import { keysFromOutside } from "./harness/keys-outside.ts";
import { LEAKY_SERVER } from "./harness/leaky-server.ts";
import { findInMemory, memoryIsClosed, type Needles } from "./harness/memory.ts";
import { coredumpFilterOf, isAlive, sidecarOf } from "./harness/processes.ts";
import { allowLoopback } from "./harness/allow-loopback.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor, type RunningStudio } from "./harness/studio.ts";

const CANARY = "canary-7d0e1b9c4f6a-yellow-bird-2291";
/** A text as it may lie in memory: as bytes or as a string of either kind, and as basic authentication would write it. */
const formsOf = (name: string, text: string): readonly (readonly [string, Uint8Array])[] => [
  [name, Buffer.from(text)],
  [`${name} in UTF-16`, Buffer.from(text, "utf16le")],
];

/** Copies of a credential's value while the vault is open and its connectors are connected: made for a call, and left to the collector. */
const MOST_COPIES_OF_A_VALUE = 60;
/** Copies of a passphrase after it opened the vault: in the frame that it came in, and in what was parsed from it. */
const MOST_COPIES_OF_A_PASSPHRASE = 12;
/** The browser host relays frames through a buffer of Node's own, which is written over by later ones. */
const MOST_COPIES_IN_THE_HOST = 2;

/** Connects a process and a server over HTTP that both get the credential, lets an agent call them, and fills memory with other work. */
async function useSecret(studio: RunningStudio, door: PeopleDoor, url: string, memberId: MemberId): Promise<void> {
  const { id: credentialId } = await createToken(door, { name: "deploy-token", scope: "org_secret" }, CANARY);
  const source = { kind: "org_secret", credentialId } as const;
  const configs = {
    Leaky: {
      kind: "mcp-stdio" as const,
      command: process.execPath,
      args: [LEAKY_SERVER],
      env: [{ name: "TOKEN", source }],
    },
    Remote: { kind: "mcp-http" as const, url, headers: [{ name: "X-Token", source }] },
  };
  for (const [name, config] of Object.entries(configs)) {
    const { id } = await door.connectors.create({ name, config });
    const { toolList } = await door.connectors.refresh({ id });
    for (const { id, definitionDigest } of toolList)
      await door.tools.classify({ id, definitionDigest, riskClass: "read-only" });
  }
  const grants = (await door.connectors.list()).map(({ id }) => ({ connectorId: id, tools: "all" as const }));
  const policy = await door.policies.create({ name: "All", trustLevel: "supervised", nameForm: "namespaced", grants });
  const { key } = await door.keys.create({ name: "laptop", policyId: policy.id, memberId });
  await using agent = await connectModernClient({ kind: "http", url: studio.agents, key });
  expect((await agent.callTool("leaky__prove", {})).isError).toBe(false);
  for (let call = 0; call < 40; call += 1) {
    const { text } = await agent.callTool("remote__echo", { message: `${call} ${"x".repeat(2_000)}` });
    expect(text).toContain("xxx");
  }
}

function skipIfClosed(context: TestContext, studio: RunningStudio): void {
  const reason = memoryIsClosed(studio.host.pid ?? 0);
  if (reason !== null) context.skip(reason);
}

test("after a lock the sidecar holds no key, passphrase or secret, and before it few copies", async (context) => {
  proves("lock:memory");
  if (process.platform !== "linux") context.skip("only Linux shows the memory of a process as a file");
  using home = createTempHome();
  await using upstream = await startEchoServer();
  await using studio = await startStudio(home.path, ["--agents-port", "0"]);
  skipIfClosed(context, studio);
  const host = studio.host.pid ?? 0;
  const { door, close } = await connectWindow(studio.window);
  const { orgId, memberId, recoveryKey } = await door.studio.setUp(FIRST_RUN);
  await allowLoopback(door);
  const { passphrase } = FIRST_RUN;
  const keys = await keysFromOutside({ home: home.path, orgId, memberId, passphrase });
  const needles: Needles = new Map([
    ...formsOf("value", CANARY),
    ...formsOf("passphrase", passphrase),
    ...formsOf("recovery key", recoveryKey),
    ...keys,
  ]);
  await useSecret(studio, door, upstream.url, memberId);

  const before = await sidecarOf(host);
  const open = findInMemory(before, needles);
  // The search finds what must be there: an open vault holds these three keys, once each.
  const held = ["data encryption key", "member's scope key", "admin's signing seed"];
  expect(Object.fromEntries(held.map((name) => [name, open[name]]))).toEqual(
    Object.fromEntries(held.map((name) => [name, 1])),
  );
  // What unlocking needed and work does not is gone already.
  expect(Object.keys(open)).not.toContain("member's box key");
  expect(Object.keys(open)).not.toContain("member's signing seed");
  expect(open["value"] ?? 0).toBeLessThanOrEqual(MOST_COPIES_OF_A_VALUE);
  expect(open["passphrase"] ?? 0).toBeLessThanOrEqual(MOST_COPIES_OF_A_PASSPHRASE);

  await door.session.lock();
  await expect.poll(() => isAlive(before)).toBe(false);
  await using window = await reconnected(studio);
  expect((await window.door.studio.state()).kind).toBe("locked");
  const after = await sidecarOf(host);
  expect(after).not.toBe(before);
  expect(findInMemory(after, needles)).toEqual({});
  const inHost = findInMemory(host, needles);
  expect(["passphrase", "recovery key"]).toEqual(expect.arrayContaining(Object.keys(inHost)));
  expect(Math.max(0, ...Object.values(inHost))).toBeLessThanOrEqual(MOST_COPIES_IN_THE_HOST);
  close();
});

async function reconnected(studio: RunningStudio): Promise<AsyncDisposable & { readonly door: PeopleDoor }> {
  const { door, close } = await connectWindow(await studio.newWindow());
  return { door, [Symbol.asyncDispose]: async () => close() };
}

test.skipIf(process.platform !== "linux")(
  "no signal and no variable opens a debugger on the sidecar, and nothing of it goes into a core dump",
  async () => {
    proves("lock:debugger");
    using home = createTempHome();
    // Whoever starts the host may look into it; that is no way into the sidecar.
    await using studio = await startStudio(home.path, ["--agents-port", "0"], {
      NODE_OPTIONS: "--inspect=127.0.0.1:0",
    });
    const host = studio.host.pid ?? 0;
    const sidecar = await sidecarOf(host);
    const { door, close } = await connectWindow(studio.window);
    for (const pid of [sidecar, host]) process.kill(pid, "SIGUSR1");
    expect((await door.studio.state()).kind).toBe("new"); // they are as alive as before
    await new Promise((resolve) => setTimeout(resolve, 500)); // an inspector would say so at once
    expect(studio.log().match(/Debugger listening/g)).toHaveLength(1);
    expect([sidecar, host].map(coredumpFilterOf)).toEqual(["00000000", "00000000"]);
    close();
  },
);

test.skipIf(process.platform !== "linux")(
  "no signal opens a debugger on the host, which passphrases pass through",
  async () => {
    proves("lock:debugger");
    using home = createTempHome();
    await using studio = await startStudio(home.path, ["--agents-port", "0"]);
    process.kill(studio.host.pid ?? 0, "SIGUSR1");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(studio.log()).not.toContain("Debugger");
    expect(studio.host.exitCode).toBeNull();
  },
);
