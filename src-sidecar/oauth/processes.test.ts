import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ProviderId } from "../../src-contract/ids.ts";
import { startAuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { Grant } from "./grant.ts";
import { startGracefulServer } from "./testdata/graceful-server.ts";
import { ADA, KeeperRig, providerAt } from "./testdata/keeper-rig.ts";

const PROCESSES = 4;
const CALLERS = 6;
const RACE_MS = 3_500;
const AT_ONCE = 2;
const HOUR = 3_600_000;
const program = fileURLToPath(new URL("testdata/renewing-process.ts", import.meta.url));

interface Said {
  readonly tokens: readonly string[];
  readonly errors: readonly string[];
  readonly refused: number;
}

/** A busy machine takes its time to start so many. */
const PATIENCE_MS = 300_000;

/** Runs one process to its end. */
async function run(wish: object): Promise<{ readonly signal: NodeJS.Signals | null; readonly said: Said | null }> {
  const child = spawn(process.execPath, [program, JSON.stringify(wish)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "gatehouse-compile-cache") }, // Starts in half the time.
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && signal === null) throw new Error(`the process failed: ${err}`);
  // What a process that was killed has written may be half a line.
  return { signal, said: signal !== null ? null : (JSON.parse(out) as Said) };
}

test(
  "four processes with tokens of one second: no refresh token is used twice, and the grant lives",
  { timeout: PATIENCE_MS },
  async () => {
    proves("oauth:single-flight", "oauth:durable-refresh");
    using home = createTempHome();
    await using server = await startAuthorizationServer();
    await using rig = await KeeperRig.open({ folder: home.path });
    const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
    server.manners.accessTokenTtl = 1;
    await connect(rig, id);

    const wish = {
      folder: home.path,
      providerId: id,
      callers: CALLERS,
      forMs: RACE_MS,
      leastTokens: 2,
      apiUrl: server.apiUrl,
    };
    const ended = await Promise.all(Array.from({ length: PROCESSES }, () => run(wish)));

    const refreshes = server.tokenRequests.filter(({ grantType }) => grantType === "refresh_token");
    expect(refreshes.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    expect(ended.flatMap(({ said }) => said?.errors)).toEqual([]);
    // Each had the tokens of all: about one a second for four processes, not four.
    const tokens = ended.map(({ said }) => said?.tokens.length ?? 0);
    expect(Math.min(...tokens)).toBeGreaterThan(1);
    expect(new Set(ended.flatMap(({ said }) => said?.tokens)).size).toBeLessThanOrEqual(refreshes.length + 1);
    server.manners.accessTokenTtl = 3600;
    rig.clock.shiftMs = HOUR;
    expect((await server.check(await rig.token(id)))?.login).toBe("ada");
  },
);

/** Signs in as a person does, and waits for the end. */
async function connect(rig: KeeperRig, providerId: ProviderId): Promise<void> {
  const begun = await rig.oauth.accounts.connect({ providerId, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(begun.kind);
  await createFakeBrowser().visit(begun.url, { login: "ada" });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
}

/** An account that was connected at a server without sign-in pages. */
async function planted(rig: KeeperRig, url: string, refreshToken: string): Promise<ProviderId> {
  const config = providerAt(url, {
    server: {
      kind: "endpoints",
      issuer: url,
      authorizationUrl: null,
      tokenUrl: `${url}/token`,
      revocationUrl: null,
      deviceUrl: null,
    },
  });
  const { id } = await rig.oauth.providers.create({ name: "Graceful", config }, ADA);
  const now = rig.clock.now();
  const none = {
    revocationUrl: null,
    registrationUrl: null,
    deviceUrl: null,
    parUrl: null,
    userinfoUrl: null,
    jwksUrl: null,
  };
  const unsaid = { scopes: null, authMethods: null, grantTypes: null, dpopAlgorithms: null, pkceMethods: null };
  const grant: Grant = {
    server: {
      ...none,
      ...unsaid,
      issuer: url,
      aliasOf: null,
      authorizationUrl: null,
      tokenUrl: `${url}/token`,
      requiresPar: false,
      sendsIss: false,
      takesMetadataDocument: false,
      notes: [],
    },
    client: {
      issuer: url,
      id: "c",
      secret: null,
      auth: "none",
      by: "dynamic",
      redirectUri: null,
      management: null,
      registeredAt: now,
      secretExpiresAt: null,
    },
    resource: null,
    accessToken: "access-token-of-before",
    refreshUrl: null,
    refreshToken,
    tokenType: "bearer",
    dpopKey: null,
    scopes: [],
    requestedScopes: [],
    expiresAt: now + HOUR,
    obtainedAt: now,
    accountName: "ada",
  };
  await rig.plant(id, grant);
  await rig.oauth.opened();
  return id;
}

/** Kills a process at one step of keeping a refreshed token; false where it came to its end before. */
async function survives(dieAt: number): Promise<boolean> {
  using home = createTempHome();
  await using server = await startGracefulServer();
  await using rig = await KeeperRig.open({ folder: home.path, timing: { leaseMs: 200 } });
  const providerId = await planted(rig, server.url, server.first);
  rig.clock.shiftMs = HOUR;
  const wish = { folder: home.path, providerId, callers: 1, forMs: 0, shiftMs: HOUR, dieAt };
  const { signal, said } = await run(wish);
  expect([signal === null ? "SIGKILL" : signal, said?.errors ?? []]).toEqual(["SIGKILL", []]);
  expect(server.answers()).toBe(1);
  // Whoever comes next has a token that is good, whether the dead one's was stored or not.
  expect(server.isGood(await rig.token(providerId))).toBe(true);
  // And once more, with the refresh token that is stored now.
  rig.clock.shiftMs = 2 * HOUR;
  expect(server.isGood(await rig.token(providerId))).toBe(true);
  expect([server.refusals(), rig.oauth.accounts.list()[0]?.state.kind]).toEqual([0, "connected"]);
  return signal !== null;
}

test(
  "killed at any step between the answer to a refresh and its storing, the connection goes on",
  { timeout: PATIENCE_MS },
  async () => {
    proves("oauth:durable-refresh");
    let step = 0;
    for (let hasDied = true; hasDied; step += AT_ONCE) {
      const died = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => survives(step + at + 1)));
      hasDied = !died.includes(false);
    }
    expect(step).toBeGreaterThan(8);
  },
);

test(
  "where the server forgives nothing, what died with the process is said to be over, and not tried again",
  { timeout: PATIENCE_MS },
  async () => {
    using home = createTempHome();
    await using server = await startAuthorizationServer();
    await using rig = await KeeperRig.open({ folder: home.path, timing: { leaseMs: 200 } });
    const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
    await connect(rig, id);
    rig.clock.shiftMs = HOUR;
    const wish = { folder: home.path, providerId: id, callers: 1, forMs: 0, shiftMs: HOUR, dieAt: 1 };
    expect((await run(wish)).signal).toBe("SIGKILL");
    for (const _call of [1, 2]) await expect(rig.token(id)).rejects.toMatchObject({ code: "account_needed" });
    expect(rig.oauth.accounts.list()[0]?.state).toMatchObject({ kind: "needs-reconnect", reason: "refused" });
    expect(server.tokenRequests.filter(({ outcome }) => outcome === "invalid_grant")).toHaveLength(1);
  },
);
