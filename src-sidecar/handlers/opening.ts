import type { MemberId } from "../../src-contract/ids.ts";
import { GATEHOUSE_ACTOR, actorName } from "../base/actor.ts";
import type { Secret } from "../base/secret.ts";
import type { Member } from "../identity/index.ts";
import { contractError } from "../rpc/index.ts";
import { VaultError, type Proof } from "../vault/index.ts";
import type { Org, Studio } from "./org.ts";
import { isAdminIn, settlePeople } from "./settle-people.ts";

/** How the log calls an ordinary sign-in. */
export const SIGNED_IN = "member.signed-in";

/** Whose keys are open; null: nobody's. */
export function openFor({ vault }: Org): MemberId | null {
  const { state } = vault;
  return state.kind === "unlocked" || state.kind === "rolled-back" ? (state.memberId as MemberId) : null; // Unlocked with a MemberId, below.
}

/** A member as they may act: an admin only if the vault proves it, whatever the tables say. @throws `not_found`. */
async function provenMemberOf(org: Org, id: string): Promise<Member> {
  const { role, ...member } = memberOf(org, id);
  const isUnproven = role === "admin" && !isAdminIn(await org.vault.memberFacts(), member.id);
  return { id: member.id, name: member.name, role: isUnproven ? "operator" : role };
}

/** A member who may sign in. @throws `not_found`. */
function memberOf(org: Org, id: string): Member {
  const member = org.members.list().find((one) => one.id === id);
  if (!member) throw contractError("not_found", "There is no such member.");
  return member;
}

/**
 * Opens the vault for a member, or checks their proof when it is open for them already.
 *
 * @param action How the log calls it.
 * @throws `other_member`, `too_many_attempts`, `conflict` (its rows were changed from outside), and as the vault does.
 */
export async function openVaultFor(
  studio: Studio,
  org: Org,
  { memberId, proof, action }: { readonly memberId: string; readonly proof: Proof; readonly action: string },
): Promise<Member> {
  const member = await org.attempts.inTurn(async () => {
    const member = memberOf(org, memberId);
    assertFree(org, member.id);
    await guarded(studio, org, { member, action }, () =>
      openFor(org) === null ? org.vault.unlock(member.id, proof) : org.vault.verify(member.id, proof),
    );
    await org.members.reload(); // With when they last signed in.
    await enter(studio, org, member, proof.kind);
    return provenMemberOf(org, memberId); // Read again: others changed people while this waited, and entering may have.
  });
  if (openFor(org) !== member.id) throw contractError("vault_locked"); // Somebody locked it while this ran.
  studio.touch();
  org.events.changed(["studio"]);
  return member;
}

/**
 * The signed-in member proves that they are still there, or changes what they prove it with.
 *
 * @param action How the log calls what they do with it.
 */
export function proveAgain(
  studio: Studio,
  org: Org,
  { memberId, action }: { readonly memberId: string; readonly action: string },
  attempt: () => Promise<void>,
): Promise<void> {
  const member = memberOf(org, memberId);
  return org.attempts.inTurn(() => guarded(studio, org, { member, action }, attempt));
}

/** Opens every organization that has a member whom this key opens it for. @returns how many. */
export async function openWithKey(studio: Studio, key: Secret): Promise<number> {
  let opened = 0;
  for (const org of studio.orgs()) if (openFor(org) === null && (await fits(studio, org, key))) opened += 1;
  return opened;
}

async function fits(studio: Studio, org: Org, key: Secret): Promise<boolean> {
  for (const { memberId, unlockers } of await org.vault.memberFacts()) {
    if (!unlockers.some(({ kind }) => kind === "headless-key")) continue;
    try {
      const proof = { kind: "headless-key", key } as const;
      await openVaultFor(studio, org, { memberId, proof, action: SIGNED_IN });
      return true;
    } catch (error) {
      // Another member's, or another organization's: the next one may fit.
      studio.log("a headless key did not open an organization", { org: org.id, code: codeOf(error) });
    }
  }
  return false;
}

/** What is done once after every unlock, before anybody is told that the vault is open. */
async function enter(studio: Studio, org: Org, member: Member, by: Proof["kind"]): Promise<void> {
  if (org.openedBy !== null) return;
  if (org.isRolledBack) return org.noteOpened(by);
  if (!(await org.authority.check())) {
    if (!org.vault.isAdmin) {
      await org.authority.drop(); // An admin whom the tables lost is found again.
      await studio.reopen(org, actorName(member), "its rows were changed from outside");
      throw contractError("conflict", ADMIN_FIRST);
    }
    await org.authority.drop();
    await org.authority.begin();
    await studio.reopen(org, actorName(member), "its rows were changed from outside");
    throw contractError("conflict", DROPPED);
  }
  await settleAtUnlock(studio, org);
  await takeUpWork(org);
  if (openFor(org) === null) return org.desk.suspend(); // Locked while this ran: what it took up waits again.
  org.noteOpened(by);
}

// An admin who cannot sign in could not look at what is wrong either. It is tried again at the next unlock and the next change of people.
async function settleAtUnlock(studio: Studio, org: Org): Promise<void> {
  try {
    await org.members.inTurn(() => settlePeople(org));
  } catch (error) {
    studio.log("what was cut off between people and the vault could not be finished", {
      org: org.id,
      code: codeOf(error),
    });
  }
}

const ADMIN_FIRST =
  "What gives power in this organization was changed outside the studio. Nothing runs until an admin has signed in and taken it back. The vault is locked again.";

const DROPPED =
  "Connectors, providers, classifications, policies, keys, members or settings were changed outside the studio. To be safe, every key was revoked, every tool is Unknown again and waiting calls were cancelled. Sign in again, look at the commands and addresses of your connectors and providers before you use or connect one, and give your agents new keys.";

/** After the vault opened: first what redaction must know and what was approved in advance, then the calls. */
export async function takeUpWork(org: Org): Promise<void> {
  await org.signAudit();
  await org.oauth.opened();
  await org.learnSecrets();
  await org.access.standing.takeUp();
  await org.desk.resume((row) => {
    const connector = org.catalog.snapshot().connectors.get(row.connector_id);
    return (connector && org.callable(connector, row.tool_id)) ?? null;
  });
  org.rotator.wake();
}

/** @throws `other_member` when the vault is open for someone else. */
export function assertFree(org: Org, memberId: string): void {
  const present = openFor(org);
  if (present !== null && present !== memberId) throw contractError("other_member");
}

const REFUSALS: ReadonlySet<string> = new Set(["wrong_passphrase", "wrong_recovery_key", "wrong_key"]);

/** Slows down guessing and writes every try to the log. */
async function guarded(
  studio: Studio,
  org: Org,
  { member, action }: { readonly member: Member; readonly action: string },
  attempt: () => Promise<void>,
): Promise<void> {
  const waitMs = org.attempts.waitMs(member.id, studio.clock.now());
  if (waitMs > 0) throw tooMany(waitMs);
  const note = (actor: string, what: string, body: Readonly<Record<string, string>>): Promise<void> =>
    org.audit.write("durable", async (tx) => {
      if (what === SIGNED_IN) await org.members.noteSignIn(tx, member.id);
      return [{ actor, action: what, subject: member.id, body }];
    });
  try {
    await attempt();
  } catch (error) {
    if (error instanceof VaultError && REFUSALS.has(error.code)) {
      org.attempts.failed(member.id, studio.clock.now());
      await note(GATEHOUSE_ACTOR, "member.sign-in-refused", { reason: error.code, for: action });
    }
    throw error;
  }
  org.attempts.succeeded(member.id);
  await note(actorName(member), action, {});
}

function tooMany(waitMs: number): Error {
  const seconds = Math.ceil(waitMs / 1000);
  return contractError("too_many_attempts", `Too many wrong passphrases. Try again in ${seconds} seconds.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "internal";
}
