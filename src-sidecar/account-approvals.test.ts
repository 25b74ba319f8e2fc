import { expect, test } from "vitest";
import type { MemberId, ProviderId } from "../src-contract/ids.ts";
import { codeOf, type PeopleDoor } from "./handlers/testdata/people-rig.ts";
import { accountAt, call, configFor, connectAs, openAccountRig } from "./testdata/account-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes a second, on a busy machine several.

async function waitingCard(door: PeopleDoor) {
  await expect.poll(() => door.approvals.list()).toHaveLength(1);
  const [{ callId } = missing()] = await door.approvals.list();
  return door.approvals.card({ callId });
}

function missing(): never {
  throw new Error("nothing waits");
}

const accountsIn = (card: Awaited<ReturnType<typeof waitingCard>>) => ({
  shown: card.credentials.map(({ name, scope, owner, account }) => [name, scope, owner, account]),
  trouble: card.warnings.flatMap((one) =>
    one.kind === "account-trouble" ? one.accounts.map(({ state }) => state) : [],
  ),
});

test(
  "a card says whose account a call would go out with, and what was approved goes out with that one only",
  { timeout: SLOW },
  async () => {
    await using rig = await openAccountRig();
    const { door, people, notes, dana } = rig;
    const provider = await door.providers.create({
      name: "Notes",
      config: configFor(rig, { kind: "resource", resource: notes.resource }),
    });
    const connect = (login: string) => connectAs(door, provider.id, login, { scopes: ["notes:read", "notes:write"] });
    const disconnect = async () => door.accounts.disconnect({ id: (await accountAt(door, provider.id)).id });
    await connect("ada");
    const key = await keyOf(door, notes.url, { providerId: provider.id, memberId: dana.memberId });
    await disconnect();

    // Nobody is to approve in vain.
    const written = call(people, key, "notes__write_note", { text: "milk" });
    const before = await waitingCard(door);
    expect(accountsIn(before)).toEqual({ shown: [["Notes", "oauth", "Dana", null]], trouble: ["not-connected"] });
    await connect("ada");
    await expect
      .poll(async () => accountsIn(await waitingCard(door)).shown)
      .toEqual([["Notes", "oauth", "Dana", "ada"]]);
    const now = await waitingCard(door);
    expect(accountsIn(now).trouble).toEqual([]);
    expect(await codeOf(door.approvals.approve({ callId: before.callId, digest: before.digest }))).toBe(
      "digest_mismatch",
    );
    await door.approvals.approve({ callId: now.callId, digest: now.digest });
    expect(await written).toContain("ada has 1 notes");

    // Whoever is connected in the place of the one who was shown is shown first.
    const other = call(people, key, "notes__write_note", { text: "bread" });
    const adas = await waitingCard(door);
    await connect("bob");
    await expect.poll(async () => (await waitingCard(door)).digest).not.toBe(adas.digest);
    expect(await codeOf(door.approvals.approve({ callId: adas.callId, digest: adas.digest }))).toBe("digest_mismatch");
    const bobs = await waitingCard(door);
    expect(accountsIn(bobs).shown).toEqual([["Notes", "oauth", "Dana", "bob"]]);
    await door.approvals.approve({ callId: bobs.callId, digest: bobs.digest });
    expect(await other).toContain("bob has 1 notes");
    const { entries } = await door.audit.list({ limit: 200, kind: "calls" });
    expect(entries.filter(({ action }) => action === "call.shown-anew")).toHaveLength(2);
    expect(await door.audit.verify()).toMatchObject({ kind: "intact" });

    // It waits through a lock with the account that it was shown with.
    void call(people, key, "notes__write_note", { text: "salt" }).catch(() => undefined); // Its request may end with the lock.
    await waitingCard(door);
    await door.session.lock();
    await door.session.signIn(dana);
    const again = await waitingCard(door);
    expect(accountsIn(again)).toEqual({ shown: [["Notes", "oauth", "Dana", "bob"]], trouble: [] });
    await door.approvals.approve({ callId: again.callId, digest: again.digest });
    await expect.poll(async () => (await door.calls.get({ id: again.callId })).state).toBe("succeeded");
  },
);

/** A key for a connector of whose tools nobody has said what they do. */
async function keyOf(
  door: PeopleDoor,
  url: string,
  of: { readonly providerId: ProviderId; readonly memberId: MemberId },
) {
  const headers = [{ name: "Authorization", source: { kind: "oauth" as const, providerId: of.providerId } }];
  const { id } = await door.connectors.create({ name: "Notes", config: { kind: "mcp-http", url, headers } });
  await door.connectors.refresh({ id });
  const grants = [{ connectorId: id, tools: "all" as const }];
  const policy = await door.policies.create({ name: "P", trustLevel: "supervised", nameForm: "namespaced", grants });
  return (await door.keys.create({ name: "K", policyId: policy.id, memberId: of.memberId })).key;
}
