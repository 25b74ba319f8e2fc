import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { proves } from "../testkit/promises.ts";
import type { ProviderId } from "../src-contract/ids.ts";
import { codeOf } from "./handlers/testdata/people-rig.ts";
import {
  accountAt,
  addConnector,
  call,
  configFor,
  connectAs,
  openAccountRig,
  type AccountRig,
} from "./testdata/account-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes a second, on a busy machine several.
const header = (providerId: ProviderId) => ({ name: "Authorization", source: { kind: "oauth" as const, providerId } });

/** The admin's account at the protected server, a connector to it, and a key for it. */
async function openNotes(rig: AccountRig) {
  const { door, notes, dana } = rig;
  const provider = await door.providers.create({
    name: "Notes",
    config: configFor(rig, { kind: "resource", resource: notes.resource }),
  });
  expect(await connectAs(door, provider.id, "ada")).toMatchObject({ kind: "done" });
  const config = { kind: "mcp-http" as const, url: notes.url, headers: [header(provider.id)] };
  return { provider, config, ...(await addConnector(door, "Notes", { config, actsAs: dana.memberId })) };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const facts = statSync(path);
    return facts.isDirectory() ? filesIn(path) : facts.isFile() ? [path] : [];
  });
}

test(
  "an account stays connected without anybody, is flagged when its provider ends it, and works again once a person connected it",
  { timeout: SLOW },
  async () => {
    proves("oauth:window-no-token", "secret:nowhere");
    const printed: string[] = [];
    const stderr = vi.spyOn(process.stderr, "write").mockImplementation((line) => printed.push(String(line)) > 0);
    await using rig = await openAccountRig();
    const { door, people, server, notes } = rig;
    const { provider, id, key } = await openNotes(rig);
    const told: string[] = [];
    const whoami = async (): Promise<string> => {
      const text = await call(people, key, "notes__whoami");
      told.push(text);
      return text;
    };
    const state = async () => {
      const { accounts } = await door.connectors.get({ id });
      return accounts.map((one) => [one.name, one.accountName, one.state]);
    };

    expect(await whoami()).toContain("ada");
    expect(await state()).toEqual([["Notes", "ada", "ok"]]);

    // Its token ends before its time: the refused request is sent once more with a new one.
    const visits = notes.visits.length;
    server.expireAccessTokens();
    expect(await whoami()).toContain("ada");
    expect(notes.visits.slice(visits).map(({ status }) => status)).toEqual([401, 200]);
    expect(server.tokenRequests.filter(({ grantType }) => grantType === "refresh_token")).toHaveLength(1);
    expect(await accountAt(door, provider.id)).toMatchObject({
      accountName: "ada",
      resource: notes.resource,
      isRefreshable: true,
      refreshedAt: expect.any(Number),
      state: { kind: "connected" },
    });

    // An unreachable server ends nothing: what is sent meanwhile goes out again as soon as it is back.
    server.manners.accessTokenTtl = 1;
    await door.accounts.refresh({ id: (await accountAt(door, provider.id)).id });
    server.disturb("/token", { kind: "answer", status: 503, body: "busy" }, 1_000);
    await expect.poll(whoami).toContain("The account stays connected");
    expect(await state()).toEqual([["Notes", "ada", "degraded"]]);
    server.disturb("/token", { kind: "answer", status: 503 }, 0);
    await expect.poll(whoami).toContain("ada");
    expect(await state()).toEqual([["Notes", "ada", "ok"]]);

    // A definite refusal does, and is said everywhere.
    server.revoke("ada");
    await expect.poll(async () => (await whoami()).match(/not connected any more/)?.[0]).toBeTruthy();
    expect(told.at(-1)).toContain("Ask the person you work for to open Gatehouse, Accounts, and connect it");
    expect(await state()).toEqual([["Notes", "ada", "needs-reconnect"]]);
    expect((await accountAt(door, provider.id)).state).toMatchObject({ kind: "needs-reconnect", reason: "refused" });
    const before = notes.visits.length;
    expect(await whoami()).toContain("not connected any more");
    expect(notes.visits).toHaveLength(before);

    expect(await connectAs(door, provider.id, "ada")).toMatchObject({ kind: "done" });
    expect(await whoami()).toContain("ada");
    expect(await state()).toEqual([["Notes", "ada", "ok"]]);

    // No token is in anything that anybody was told, or on the disk.
    await Promise.all([door.providers.list(), door.accounts.list(), door.connectors.list()]);
    await door.calls.list({ limit: 100 });
    const { entries } = await door.audit.list({ limit: 200, kind: "all" });
    const actions = entries.map(({ action }) => action).filter((action) => /^(account|provider)\./.test(action));
    expect(new Set(actions)).toEqual(
      new Set([
        "provider.created",
        "provider.registered",
        "account.connected",
        "account.refreshed",
        "account.degraded",
        "account.needs-reconnect",
      ]),
    );
    await door.accounts.disconnect({ id: (await accountAt(door, provider.id)).id });
    expect(await whoami()).toContain("Your Notes account is not connected.");
    stderr.mockRestore();
    expect(server.issued.length).toBeGreaterThan(5);
    const said = [...rig.frames, ...told, ...printed, JSON.stringify(entries)].join("\n");
    const kept = filesIn(people.home).map((path) => readFileSync(path, "latin1"));
    for (const token of server.issued) {
      expect(said).not.toContain(token);
      for (const file of kept) expect(file.includes(token)).toBe(false);
    }
  },
);

test("a token goes to the server that it is for, and to no other connector", { timeout: SLOW }, async () => {
  proves("oauth:no-passthrough");
  await using rig = await openAccountRig();
  const { door, notes } = rig;
  const { provider, config } = await openNotes(rig);
  const wrong = { ...config, url: "http://127.0.0.1:9/mcp" };
  const stdio = {
    kind: "mcp-stdio" as const,
    command: "x",
    args: [],
    env: [{ ...header(provider.id), name: "TOKEN" }],
  };
  for (const one of [wrong, stdio])
    expect(await codeOf(door.connectors.create({ name: "Other", config: one }))).toBe("invalid_input");
  const gone = { ...config, headers: [header("01890000-0000-7000-8000-0000000000f9" as ProviderId)] };
  expect(await codeOf(door.connectors.create({ name: "Other", config: gone }))).toBe("invalid_input");

  // Another path of the same host may belong to somebody else.
  const visits = notes.visits.length;
  const sibling = { ...config, url: `${notes.url}-admin` };
  const { id } = await door.connectors.create({ name: "Sibling", config: sibling });
  expect(await door.connectors.test({ id })).toMatchObject({ kind: "failed", code: "tool_unavailable" });
  expect(notes.visits).toHaveLength(visits);

  // A provider of an API has no resource: an admin gave its account to this server, which cannot send it on by a redirect.
  const seen: string[] = [];
  const thief = createServer((request, response) => {
    seen.push(request.headers.authorization ?? "");
    response.writeHead(400).end();
  }).listen(0, "127.0.0.1");
  const mover = createServer((request, response) => {
    request.resume();
    const { port } = thief.address() as { port: number }; // It listens on TCP.
    response.writeHead(307, { location: `http://127.0.0.1:${port}/mcp` }).end();
  }).listen(0, "127.0.0.1");
  await Promise.all([once(thief, "listening"), once(mover, "listening")]);
  try {
    const api = await door.providers.create({
      name: "Forge",
      config: configFor(rig, { kind: "issuer", issuer: rig.server.issuer }, { scopes: ["notes:read"] }),
    });
    await connectAs(door, api.id, "ada");
    const { port } = mover.address() as { port: number }; // It listens on TCP.
    const moved = { ...config, url: `http://127.0.0.1:${port}/mcp`, headers: [header(api.id)] };
    const connector = await door.connectors.create({ name: "Moved", config: moved });
    expect(await door.connectors.test({ id: connector.id })).toMatchObject({ kind: "failed" });
    expect(seen).toEqual([]);
  } finally {
    thief.close();
    mover.close();
  }
});
