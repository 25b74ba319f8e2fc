import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProviderConfig } from "../../src-contract/oauth.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { Actor } from "../base/actor.ts";
import { takeLease } from "../store/index.ts";
import type { ProviderEntry } from "./oauth.ts";
import { nameOfRef } from "./refs.ts";
import { ADA, KeeperRig, OLE, providerAt, type RigOptions } from "./testdata/keeper-rig.ts";

let server: AuthorizationServer;
beforeAll(async () => {
  server = await startAuthorizationServer();
});
afterAll(() => server.close());

interface Studio extends AsyncDisposable {
  readonly rig: KeeperRig;
  readonly provider: ProviderEntry;
}

async function studio(change: Partial<ProviderConfig> = {}, options: Partial<RigOptions> = {}): Promise<Studio> {
  const disposal = new AsyncDisposableStack();
  const { path: folder } = disposal.use(createTempHome());
  const rig = disposal.use(await KeeperRig.open({ folder, ...options }));
  const provider = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer, change) }, ADA);
  return { rig, provider, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

/** Signs in as a person does, and waits for the end. */
async function connect({ rig, provider }: Studio, by: Actor = ADA, login = by.name.toLowerCase()) {
  const begun = await rig.oauth.accounts.connect({ providerId: provider.id, via: "browser" }, by);
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  await createFakeBrowser().visit(begun.url, { login });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, by).kind).toMatch(/done|failed/);
  const end = rig.oauth.accounts.attempt(begun.attemptId, by);
  if (end.kind !== "done") throw new Error(JSON.stringify(end));
  return end.accountId;
}

const HOUR = 3_600_000;
const refreshes = (): number => server.tokenRequests.filter(({ grantType }) => grantType === "refresh_token").length;
const loginOf = async (token: string) => (await server.check(token))?.login;

test("connects in the browser, and hands out a token of exactly that account", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  const accountId = await connect(one);
  const [account] = rig.oauth.accounts.list();
  expect(account).toMatchObject({
    id: accountId,
    memberId: ADA.id,
    accountName: "ada",
    issuer: server.issuer,
    isRefreshable: true,
    missingScopes: [],
    state: { kind: "connected" },
  });
  const issued = await rig.oauth.token(provider.id, ADA.id);
  expect(issued).toMatchObject({ scheme: "Bearer", proof: null, generation: account?.generation });
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  expect(rig.actions).toEqual(["provider.created", "provider.registered", "account.connected"]);
  expect(rig.oauth.accounts.health(provider.id, ADA.id)).toMatchObject({
    state: "ok",
    accountName: "ada",
    name: "Notes",
  });
  expect(rig.oauth.accounts.health(provider.id, OLE.id)).toMatchObject({ state: "not-connected" });
});

test("keeps two members apart, and gives nobody's account to a key without a member", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one, ADA);
  await connect(one, OLE);
  expect(await loginOf(await rig.token(provider.id, ADA.id))).toBe("ada");
  expect(await loginOf(await rig.token(provider.id, OLE.id))).toBe("ole");
  await expect(rig.oauth.token(provider.id, null)).rejects.toMatchObject({ code: "account_needed" });
  expect(rig.oauth.providers.find(provider.id)?.registrations).toHaveLength(1);
});

test("tells a call without an account what its person has to do", async () => {
  await using one = await studio();
  await expect(one.rig.oauth.token(one.provider.id, ADA.id)).rejects.toMatchObject({
    code: "account_needed",
    message:
      "Your Notes account is not connected. Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again. Nothing was sent.",
  });
});

test("refreshes before the end, stores what came before it hands it out, and lets redaction know first", async () => {
  proves("oauth:durable-refresh");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const [before, first] = [await rig.grant(provider.id), await rig.token(provider.id)];
  rig.clock.shiftMs = HOUR - 50_000;
  const second = await rig.token(provider.id);
  const after = await rig.grant(provider.id);
  expect(second).not.toBe(first);
  expect([after?.accessToken, after?.accountName]).toEqual([second, "ada"]);
  expect(after?.refreshToken).not.toBe(before?.refreshToken);
  expect(await loginOf(second)).toBe("ada");
  const known = [...rig.learned.values()].flat();
  for (const text of [first, second, before?.refreshToken, after?.refreshToken]) expect(known).toContain(text);
  for (const text of known) expect(rig.said).not.toContain(text);
  expect(rig.oauth.accounts.list()[0]).toMatchObject({ generation: after?.obtainedAt, state: { kind: "connected" } });
  expect(rig.actions.at(-1)).toBe("account.refreshed");
});

test("refreshes once for all who ask at the same moment", async () => {
  proves("oauth:single-flight");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  rig.clock.shiftMs = HOUR;
  const before = refreshes();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => rig.token(provider.id)));
  expect([new Set(tokens).size, refreshes() - before]).toEqual([1, 1]);
});

test("gives a use that lasts a token that lasts, and never more than half of its life", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const first = await rig.token(provider.id, ADA.id, 10 * 60_000);
  rig.clock.shiftMs = HOUR * 0.4;
  expect(await rig.token(provider.id, ADA.id, Infinity)).toBe(first);
  rig.clock.shiftMs = HOUR * 0.6;
  expect(await rig.token(provider.id, ADA.id)).toBe(first);
  expect(await rig.token(provider.id, ADA.id, Infinity)).not.toBe(first);
});

const transient = [
  { kind: "answer", status: 503 },
  { kind: "answer", status: 429, headers: { "retry-after": "7" } },
  { kind: "answer", status: 500, headers: { "content-type": "text/html" }, body: "<h1>Oops</h1>" },
  { kind: "answer", status: 302, headers: { location: "https://portal.example/login" } },
  { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<form>Wi-Fi</form>" },
  { kind: "answer", status: 404, headers: { "content-type": "text/html" }, body: "<p>Not here" },
  { kind: "drop" },
] as const;

test.each(transient)("ends no connection for $kind $status", async (mischief) => {
  proves("oauth:only-definite");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const sealed = await rig.grant(provider.id);
  server.disturb("/token", mischief, 2);
  rig.clock.shiftMs = HOUR - 30_000;
  // What is left of the token is still good.
  expect(await rig.token(provider.id)).toBe(sealed?.accessToken);
  expect(rig.oauth.accounts.health(provider.id, ADA.id).state).toBe("degraded");
  server.disturb("/token", mischief, 0);
  const before = refreshes();
  // Nobody hammers a server that just failed.
  rig.clock.shiftMs = HOUR;
  const pauses = mischief.kind === "answer" && mischief.status === 429 ? 7_000 : 5_000;
  await rig.token(provider.id).catch(() => undefined);
  rig.clock.shiftMs = HOUR + pauses;
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  expect(refreshes() - before).toBe(1);
  expect(rig.oauth.accounts.health(provider.id, ADA.id).state).toBe("ok");
  expect(rig.actions.filter((action) => action === "account.degraded")).toHaveLength(1);
  expect(rig.actions).not.toContain("account.needs-reconnect");
});

test("takes the same refusal for an hour as meant, from a server that has but one error", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const body = JSON.stringify({ error: "invalid_request" });
  server.disturb("/token", { kind: "answer", status: 400, headers: { "content-type": "application/json" }, body }, 99);
  const states: unknown[] = [];
  for (const minutes of [0, 20, 40, 59, 61]) {
    rig.clock.shiftMs = HOUR + minutes * 60_000;
    await rig.oauth.token(provider.id, ADA.id).catch(() => undefined);
    states.push(rig.oauth.accounts.list()[0]?.state.kind);
  }
  server.disturb("/token", { kind: "drop" }, 0);
  expect(states).toEqual(["degraded", "degraded", "degraded", "degraded", "needs-reconnect"]);
});

test("keeps a token that could not be stored, and stores it before it is used", async () => {
  proves("oauth:durable-refresh");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  rig.clock.shiftMs = HOUR;
  const put = rig.vault.put;
  rig.vault.put = async () => {
    throw new Error("the disk is full");
  };
  const before = refreshes();
  for (let call = 0; call < 2; call += 1)
    await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toThrow("the disk is full");
  rig.vault.put = put;
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  expect(refreshes() - before).toBe(1);
});

test("says when a token has run out and its provider cannot be reached", async () => {
  proves("oauth:only-definite");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  server.disturb("/token", { kind: "answer", status: 503 }, 3);
  rig.clock.shiftMs = HOUR;
  await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toMatchObject({
    code: "oauth_unreachable",
    verdict: "transient",
  });
  const asked = server.requests.length;
  await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toMatchObject({ code: "oauth_unreachable" });
  expect(server.requests.length).toBe(asked);
  server.disturb("/token", { kind: "drop" }, 0);
});

test("sends the same refresh token once more when the answer was lost, as a server that does not rotate allows", async () => {
  proves("oauth:only-definite");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  server.manners.rotates = false;
  server.disturb("/token", { kind: "lose-answer" });
  rig.clock.shiftMs = HOUR;
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  server.manners.rotates = true;
  expect(rig.actions).not.toContain("account.degraded");
});

test("marks an account that its provider refused, says so once, and asks no more", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one, ADA, "revoked-person");
  server.revoke("revoked-person");
  rig.clock.shiftMs = HOUR;
  const message =
    "Your Notes account is not connected any more. Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again. Nothing was sent.";
  await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toMatchObject({ code: "account_needed", message });
  const asked = server.requests.length;
  await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toMatchObject({ code: "account_needed", message });
  expect(server.requests.length).toBe(asked);
  expect(rig.oauth.accounts.list()[0]?.state).toMatchObject({ kind: "needs-reconnect", reason: "refused" });
  expect(rig.actions.filter((action) => action === "account.needs-reconnect")).toHaveLength(1);
  // Nothing was thrown away.
  expect(await rig.grant(provider.id)).not.toBeNull();
  await connect(one, ADA, "revoked-person");
  expect(await loginOf(await rig.token(provider.id))).toBe("revoked-person");
});

test("takes what another process stored while the server refused ours", async () => {
  proves("oauth:only-definite");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  rig.clock.shiftMs = HOUR;
  const good = await rig.grant(provider.id);
  if (!good) throw new Error("nothing is sealed");
  const stale = { ...good, refreshToken: "used-before", obtainedAt: good.obtainedAt - 1 };
  await rig.plant(provider.id, stale);
  const winner = {
    ...good,
    accessToken: "of-the-winner",
    expiresAt: rig.clock.now() + HOUR,
    obtainedAt: rig.clock.now(),
  };
  const original = rig.vault.use;
  let opened = 0;
  rig.vault.use = async (ref) => {
    const secret = await original(ref);
    opened += 1;
    // Looked at, looked at again, and once more under the lease: then the other one stores.
    if (opened === 3) await rig.plant(provider.id, winner);
    return secret;
  };
  expect(await rig.token(provider.id)).toBe("of-the-winner");
  expect(rig.oauth.accounts.list()[0]?.state.kind).toBe("connected");
});

test("renews a token that a server refuses, once, and then says no", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const rejected = async (generation: number, status = 401, challenge = 'Bearer error="invalid_token"') =>
    rig.oauth.rejected(provider.id, ADA.id, {
      generation,
      status,
      url: "https://api.example/things",
      headers: new Headers({ "www-authenticate": challenge }),
    });
  const { generation, value } = await rig.oauth.token(provider.id, ADA.id);
  value.wipe();
  const before = refreshes();
  expect(await rejected(generation)).toBe("again");
  expect(refreshes() - before).toBe(1);
  expect(await rejected(generation)).toBe("again"); // There is a newer one already.
  const next = rig.oauth.accounts.list()[0]?.generation ?? 0;
  expect(await rejected(next)).toBe("no");
  expect(await rejected(next, 403, "Basic")).toBe("no");
  expect(refreshes() - before).toBe(1);
  expect(rig.oauth.accounts.list()[0]?.state.kind).toBe("connected");
});

test("asks the person for what a server wants beyond the account, and the next sign-in asks for all of it", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const wants = async (scope: string): Promise<unknown> =>
    rig.oauth.rejected(provider.id, ADA.id, {
      generation: rig.oauth.accounts.list()[0]?.generation ?? 0,
      status: 403,
      url: "https://api.example/things",
      headers: new Headers({ "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` }),
    });
  expect(await wants("notes:read")).toBe("no"); // It has that: no sign-in would help.
  expect(rig.oauth.accounts.list()[0]?.state.kind).toBe("connected");
  expect(await wants("notes:read notes:write")).toBe("no");
  expect(rig.oauth.accounts.list()[0]).toMatchObject({
    missingScopes: ["notes:write"],
    state: { kind: "needs-reconnect", reason: "scope" },
  });
  // What the token is good for, it stays good for.
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  await connect(one);
  const [account] = rig.oauth.accounts.list();
  expect(account?.scopes).toEqual(expect.arrayContaining(["notes:read", "notes:write"]));
  expect(account).toMatchObject({ missingScopes: [], state: { kind: "connected" } });
  expect(await wants("a")).toBe("no");
  expect(rig.actions.filter((action) => action === "account.needs-reconnect")).toHaveLength(2);
  expect(await wants("b")).toBe("no"); // For the third time: a permanent error.
  expect(rig.actions.filter((action) => action === "account.needs-reconnect")).toHaveLength(2);
});

test("disconnects: revoked there, forgotten here, and no token any more", async () => {
  proves("oauth:disconnect");
  await using one = await studio();
  const { rig, provider } = one;
  const id = await connect(one);
  const token = await rig.token(provider.id);
  const refreshToken = (await rig.grant(provider.id))?.refreshToken;
  expect(await rig.oauth.accounts.disconnect(id, ADA)).toMatchObject({ revoked: "revoked" });
  expect(await loginOf(token)).toBeUndefined();
  expect([await rig.grant(provider.id), await rig.vault.list(), rig.oauth.accounts.list()]).toEqual([null, [], []]);
  expect(JSON.stringify(await rig.db.selectFrom("secret").selectAll().execute())).not.toContain(refreshToken);
  await expect(rig.oauth.token(provider.id, ADA.id)).rejects.toMatchObject({ code: "account_needed" });
  expect(rig.actions.at(-1)).toBe("account.disconnected");
});

test("forgets a disconnected account whatever its provider says", async () => {
  proves("oauth:disconnect");
  await using one = await studio();
  const id = await connect(one);
  server.disturb("/token/revocation", { kind: "answer", status: 500 }, 2);
  expect(await one.rig.oauth.accounts.disconnect(id, ADA)).toMatchObject({ revoked: "failed" });
  expect([await one.rig.vault.list(), one.rig.oauth.accounts.list()]).toEqual([[], []]);
});

test("goes on with what is sealed when it is opened anew, also where a note was lost", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  await rig.db.deleteFrom("account").execute();
  const again = rig.oauth;
  again.locked();
  await again.opened();
  expect(rig.oauth.accounts.list()).toHaveLength(1);
  rig.vault.damaged.add("grant");
  await again.opened();
  expect(rig.oauth.accounts.health(provider.id, ADA.id).state).toBe("needs-reconnect");
  rig.vault.damaged.clear();
  expect(await rig.grant(provider.id)).not.toBeNull();
});

test("asks a server that wants to be left alone for years again within the hour", async () => {
  proves("oauth:only-definite");
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  server.disturb("/token", { kind: "answer", status: 503, headers: { "retry-after": "999999999" } }, 1);
  rig.clock.shiftMs = HOUR;
  await expect(rig.token(provider.id)).rejects.toMatchObject({ code: "oauth_unreachable" });
  rig.clock.shiftMs = 2 * HOUR;
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
});

test("renews what was renewed under a clock that was set back since", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  await connect(one);
  const refused = async (): Promise<unknown> => {
    const { generation, value } = await rig.oauth.token(provider.id, ADA.id);
    value.wipe();
    return rig.oauth.rejected(provider.id, ADA.id, {
      generation,
      status: 401,
      url: server.apiUrl,
      headers: new Headers(),
    });
  };
  rig.clock.shiftMs = 1000 * HOUR;
  expect(await refused()).toBe("again");
  rig.clock.shiftMs = 0;
  expect(await refused()).toBe("again");
  const [account] = rig.oauth.accounts.list();
  expect(account?.expiresAt).toBeLessThan(Date.now() + 2 * HOUR);
});

test("stays with the account that is shown when another one cannot be noted, and sends no other's token", async () => {
  proves("oauth:per-member");
  let isFull = false;
  const wrap: RigOptions["wrap"] = (parts) => ({
    ...parts,
    note: (change) =>
      parts.note(async (tx) => {
        const outcome = await change(tx);
        if (isFull && outcome.entries.some(({ action }) => action === "account.connected"))
          throw new Error("disk full");
        return outcome;
      }),
  });
  await using one = await studio({}, { wrap });
  const { rig, provider } = one;
  await connect(one);
  isFull = true;
  const revocations = (): number => server.requests.filter((one) => one === "POST /token/revocation").length;
  const before = revocations();
  await expect(connect(one, ADA, "someone-else")).rejects.toThrow("failed");
  const after = revocations();
  expect(after).toBeGreaterThan(before);
  // The same account's tokens may be one at the server: what works is not ended.
  await expect(connect(one)).rejects.toThrow("failed");
  expect(revocations()).toBe(after);
  expect(rig.oauth.accounts.list()[0]?.accountName).toBe("ada");
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
  const grant = await rig.grant(provider.id);
  if (grant) await rig.plant(provider.id, { ...grant, accountName: "planted" });
  await expect(rig.token(provider.id)).rejects.toMatchObject({ code: "account_needed" });
  // From now on it is shown.
  expect(rig.oauth.accounts.list()[0]?.accountName).toBe("planted");
});

test("gives back what was granted to a sign-in that cannot be stored, or that was ended meanwhile, and says so", async () => {
  proves("oauth:disconnect");
  let isFull = true;
  const wrap: RigOptions["wrap"] = (parts) => ({
    ...parts,
    vault: {
      ...parts.vault,
      put: (ref, secret) =>
        isFull && ref.field === "grant" ? Promise.reject(new Error("disk full")) : parts.vault.put(ref, secret),
    },
  });
  await using one = await studio({}, { wrap });
  const { rig, provider } = one;
  const begin = async () => {
    const begun = await rig.oauth.accounts.connect({ providerId: provider.id, via: "browser" }, ADA);
    if (begun.kind !== "browser") throw new Error(begun.kind);
    const visit = createFakeBrowser().visit(begun.url, { login: "ada" });
    return { visit, state: () => rig.oauth.accounts.attempt(begun.attemptId, ADA), id: begun.attemptId };
  };
  const isRevoked = async () => (await server.check(server.issued.at(-2) ?? "")) === null;
  const unstored = await begin();
  await unstored.visit;
  await expect.poll(unstored.state).toMatchObject({ kind: "failed", code: "oauth_not_stored" });
  expect(unstored.state()).toMatchObject({ message: expect.stringContaining("was revoked there") });
  expect(await isRevoked()).toBe(true);

  isFull = false;
  const [asked, answer] = [server.tokenRequests.length, Promise.withResolvers<void>()];
  server.disturb("/token", { kind: "hold-answer", until: answer.promise });
  const ended = await begin();
  await expect.poll(() => server.tokenRequests.length).toBe(asked + 1);
  rig.oauth.accounts.cancel(ended.id, ADA);
  expect(await isRevoked()).toBe(false);
  answer.resolve();
  await expect.poll(isRevoked).toBe(true);
  await ended.visit;
  expect([ended.state().kind, rig.oauth.accounts.list()]).toEqual(["cancelled", []]);
});

test("does not wait for a lease whose holder is dead, as long as the token is good", async () => {
  await using one = await studio({}, { timing: { lookMs: 1_000, leaseMs: 60_000 } });
  const { rig, provider } = one;
  await connect(one);
  const sealed = await rig.grant(provider.id);
  const [ref] = (await rig.vault.list()).filter(({ field }) => field === "grant");
  if (!ref) throw new Error("nothing is sealed");
  rig.clock.shiftMs = HOUR - 30_000;
  const lease = { name: nameOfRef(ref), holder: "dead", now: rig.clock.now(), termMs: 60_000 };
  expect(await takeLease(rig.db, lease)).toBe(true);
  expect(await rig.token(provider.id)).toBe(sealed?.accessToken);
  rig.clock.shiftMs += 60_000;
  expect(await rig.token(provider.id)).not.toBe(sealed?.accessToken);
});

test("looks ahead: a token in use is renewed before anybody needs it", async () => {
  await using one = await studio({}, { timing: { aheadMs: 5 } });
  const { rig, provider } = one;
  await connect(one);
  await rig.token(provider.id);
  const before = refreshes();
  await delay(30);
  expect(refreshes() - before).toBe(0);
  rig.clock.shiftMs = HOUR - 61_000;
  await expect.poll(() => rig.oauth.accounts.list()[0]?.refreshedAt ?? null).not.toBeNull();
  expect(refreshes() - before).toBe(1);
});

test("ends attempts at a lock, and lets nobody see another's", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  const begun = await rig.oauth.accounts.connect({ providerId: provider.id, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(begun.kind);
  expect(() => rig.oauth.accounts.attempt(begun.attemptId, OLE)).toThrow(
    expect.objectContaining({ code: "not_found" }),
  );
  expect(rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("waiting");
  rig.oauth.locked();
  expect(() => rig.oauth.accounts.attempt(begun.attemptId, ADA)).toThrow();
  await expect
    .poll(() =>
      fetch(begun.callbackUrl).then(
        () => "open",
        () => "closed",
      ),
    )
    .toBe("closed");
});

test("says what became of a sign-in that the person refused", async () => {
  await using one = await studio();
  const { rig, provider } = one;
  const begun = await rig.oauth.accounts.connect({ providerId: provider.id, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(begun.kind);
  await createFakeBrowser().visit(begun.url, { login: "ada", decision: "deny" });
  await expect
    .poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA))
    .toMatchObject({ kind: "failed", code: "oauth_denied" });
  expect(rig.oauth.accounts.list()).toEqual([]);
});

test("connects with a code on another device", async () => {
  const wrap: RigOptions["wrap"] = (parts) => ({
    ...parts,
    // The server wants five seconds between two questions.
    protocol: {
      ...parts.protocol,
      beginDevice: async (ask) => ({ ...(await parts.protocol.beginDevice(ask)), intervalMs: 20 }),
    },
  });
  await using one = await studio({}, { wrap });
  const { rig, provider } = one;
  // Known once its server was found: whoever has no browser here can still change their mind.
  const offered = await rig.oauth.accounts.connect({ providerId: provider.id, via: "browser" }, ADA);
  expect(offered).toMatchObject({ kind: "browser", hasDeviceCode: true });
  const begun = await rig.oauth.accounts.connect({ providerId: provider.id, via: "device" }, ADA);
  if (begun.kind !== "device") throw new Error(begun.kind);
  await createFakeBrowser().visit(begun.verificationUrl, { login: "ada", userCode: begun.userCode });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
  expect(await loginOf(await rig.token(provider.id))).toBe("ada");
});
