import type { MemberSummary, OrgSummary, StudioState } from "../../src-contract/studio.ts";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { Secret } from "../base/secret.ts";
import { foundOrg, type Member } from "../identity/index.ts";
import { contractError, type Connection } from "../rpc/index.ts";
import { readRecoveryKey, VaultError, type Proof } from "../vault/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";

/** First run, signing in, and the vault's lock. */
export function sessionHandlers(os: Implementer, studio: Studio) {
  return {
    state: os.studio.state.handler(({ context }) => studioStateFor(studio, context.connection)),
    about: os.studio.about.handler(() => studio.about()),
    setUp: os.studio.setUp.handler(async ({ input, context }) => {
      if (studio.org() !== null) throw contractError("already_set_up");
      using passphrase = Secret.fromText(input.passphrase);
      const { org, recoveryKey, member } = await setUp(studio, input, passphrase);
      const sessionToken = signInOn(org, context.connection, member, studio.clock.now());
      return { orgId: org.id, memberId: member.id, recoveryKey, sessionToken };
    }),
    session: {
      signIn: os.session.signIn.handler(async ({ input, context }) => {
        const org = orgOf(studio);
        using passphrase = Secret.fromText(input.passphrase);
        const member = await openFor(studio, org, input.memberId, { kind: "passphrase", passphrase });
        return { member, sessionToken: signInOn(org, context.connection, member, studio.clock.now()) };
      }),
      recover: os.session.recover.handler(async ({ input, context }) => {
        const org = orgOf(studio);
        using recoveryKey = Secret.fromText(input.recoveryKey);
        using next = Secret.fromText(input.newPassphrase);
        const proof = { kind: "recovery-key", recoveryKey } as const;
        const member = org.members.list()[0];
        if (!member) throw contractError("not_found");
        await guarded(studio, org, member, () => org.vault.changePassphrase(member.id, proof, next));
        const opened = await openFor(studio, org, member.id, proof);
        return { member: opened, sessionToken: signInOn(org, context.connection, opened, studio.clock.now()) };
      }),
      resume: os.session.resume.handler(({ input, context }) => {
        const org = orgOf(studio);
        const session = org.memberSessions.resume(input.sessionToken);
        if (!session)
          throw contractError("not_signed_in", "Your session ended while the connection was down. Sign in again.");
        context.connection.signedIn = session;
        return { ...session.member };
      }),
      changePassphrase: os.session.changePassphrase.handler(async ({ input, context }) => {
        const org = orgOf(studio);
        const { id } = actorOf(context);
        const member = memberOf(org, id);
        using passphrase = Secret.fromText(input.current);
        using next = Secret.fromText(input.next);
        await guarded(studio, org, member, () =>
          org.vault.changePassphrase(member.id, { kind: "passphrase", passphrase }, next),
        );
      }),
      signOut: os.session.signOut.handler(({ context }) => {
        const { connection } = context;
        const session = connection.signedIn;
        connection.signedIn = null;
        const org = studio.org();
        if (org && session) org.memberSessions.end(session);
      }),
      lock: os.session.lock.handler(({ context }) => studio.lock(`member:${actorOf(context).name}`, "asked for")),
      touch: os.session.touch.handler(() => studio.touch()),
    },
  };
}

async function setUp(
  studio: Studio,
  input: { readonly orgName: string; readonly memberName: string },
  passphrase: Secret,
): Promise<{ org: Org; recoveryKey: string; member: Member }> {
  const id = newId<OrgId>();
  const member: Member = { id: newId<MemberId>(), name: input.memberName, role: "admin" };
  const { org, keep, discard } = await studio.createOrg({ id, name: input.orgName });
  try {
    await foundOrg(org.audit.record, { id, name: input.orgName }, member, studio.clock.now());
    await org.members.reload();
    const recoveryKey = await org.vault.create(member.id, passphrase);
    await org.authority.begin();
    await takeUpWork(org);
    await keep();
    studio.touch();
    return { org, member, recoveryKey: readRecoveryKey(recoveryKey) };
  } catch (error) {
    await discard(); // Nothing half-made stays: the person starts again from the same form.
    throw error;
  }
}

/** Opens the vault for a member, or checks their passphrase when it is open already. */
async function openFor(studio: Studio, org: Org, memberId: string, proof: Proof): Promise<Member> {
  const member = memberOf(org, memberId);
  let isNewlyOpen = false;
  await guarded(studio, org, member, async () => {
    const { state } = org.vault;
    isNewlyOpen = state.kind !== "unlocked" || state.memberId !== member.id;
    await (isNewlyOpen ? org.vault.unlock(member.id, proof) : org.vault.verify(member.id, proof));
  });
  if (isNewlyOpen && !(await org.authority.check())) {
    await studio.reopen(`member:${member.name}`);
    throw contractError("conflict", DROPPED);
  }
  // Also when an earlier sign-in opened the vault and then failed here.
  if (isNewlyOpen || org.desk.isSuspended) await takeUpWork(org);
  if (org.vault.state.kind !== "unlocked") throw contractError("vault_locked"); // Somebody locked it while this ran.
  studio.touch();
  studio.events.changed(["studio"]);
  return member;
}

const DROPPED =
  "Connectors, classifications, policies, keys or settings were changed outside the studio. To be safe, every key was revoked, every tool is Unknown again and waiting calls were cancelled. Sign in again, look at the commands and addresses of your connectors before you use one, and give your agents new keys.";

/** After the vault opened: first what redaction must know, then the calls. */
async function takeUpWork(org: Org): Promise<void> {
  await org.learnSecrets();
  await org.desk.resume((row) => {
    const connector = org.catalog.snapshot().connectors.get(row.connector_id);
    return (connector && org.callable(connector, row.tool_id)) ?? null;
  });
}

/** Slows down guessing and writes every try to the log. */
function guarded(studio: Studio, org: Org, member: Member, attempt: () => Promise<void>): Promise<void> {
  return org.attempts.inTurn(async () => {
    const waitMs = org.attempts.waitMs(studio.clock.now());
    if (waitMs > 0) throw tooMany(waitMs);
    try {
      await attempt();
    } catch (error) {
      if (error instanceof VaultError && (error.code === "wrong_passphrase" || error.code === "wrong_recovery_key")) {
        org.attempts.failed(studio.clock.now());
        await org.audit.write("durable", async () => [
          { actor: "gatehouse", action: "vault.unlock-refused", subject: member.id, body: { reason: error.code } },
        ]);
      }
      throw error;
    }
    org.attempts.succeeded();
    await org.audit.write("durable", async () => [
      { actor: `member:${member.name}`, action: "member.signed-in", subject: member.id, body: {} },
    ]);
  });
}

function tooMany(waitMs: number): Error {
  const seconds = Math.ceil(waitMs / 1000);
  return contractError("too_many_attempts", `Too many wrong passphrases. Try again in ${seconds} seconds.`);
}

function signInOn(org: Org, connection: Connection, member: Member, now: number): string {
  const { session, token } = org.memberSessions.open(member, now);
  connection.signedIn = session;
  return token;
}

function memberOf(org: Org, id: string): Member {
  const member = org.members.list().find((one) => one.id === id);
  if (!member) throw contractError("not_found", "There is no such member.");
  return member;
}

function studioStateFor(studio: Studio, { signedIn }: Connection): StudioState {
  const org = studio.org();
  if (org === null) return { kind: "new" };
  const summary: OrgSummary = {
    id: org.id,
    name: org.name,
    members: org.members.list().map((member): MemberSummary => ({ ...member })),
  };
  const { state } = org.vault;
  switch (state.kind) {
    case "absent":
      return { kind: "unreadable", org: summary, reason: "The vault's key records are missing." };
    case "unreadable":
      return { kind: "unreadable", org: summary, reason: state.reason };
    case "locked":
      return { kind: "locked", org: summary };
    case "unlocked":
      return signedIn === null
        ? { kind: "signed-out", org: summary }
        : { kind: "signed-in", org: summary, member: { ...signedIn.member } };
  }
}
