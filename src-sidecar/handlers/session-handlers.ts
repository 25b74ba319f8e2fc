import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import { actorName } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { Secret } from "../base/secret.ts";
import { foundOrg, type Member } from "../identity/index.ts";
import { contractError, type Connection, type Seat } from "../rpc/index.ts";
import { readShownOnce, type Proof } from "../vault/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { keychainEntry } from "./keychain.ts";
import { assertFree, openVaultFor, proveAgain, SIGNED_IN, takeUpWork } from "./opening.ts";
import type { Org, Studio } from "./org.ts";
import { endSessions, resumeOn, signInOn } from "./sign-ins.ts";
import { isClosed, isEmpty, memberSummaryOf, studioStateFor } from "./studio-state.ts";

/** First run, further organizations, and which one a connection looks at. */
export function firstRunHandlers(os: Implementer, studio: Studio) {
  return {
    state: os.studio.state.handler(({ context }) => studioStateFor(studio, context.connection)),
    about: os.studio.about.handler(() => studio.about()),
    setUp: os.studio.setUp.handler(async ({ input, context }) => {
      const { connection } = context;
      if (!isEmpty(studio) && connection.signIns.size === 0) throw contractError("already_set_up");
      using passphrase = Secret.fromText(input.passphrase);
      const { org, recoveryKey, member } = await setUp(studio, input, passphrase);
      const sessionToken = signInOn(studio, org, connection, member);
      return { orgId: org.id, memberId: member.id, recoveryKey, sessionToken };
    }),
    select: os.studio.select.handler(({ input, context }) => {
      const org = studio.org(input.orgId);
      if (org !== null) studio.look(context.connection, org);
      else if (isClosed(studio, input.orgId)) context.connection.orgId = input.orgId;
      else throw contractError("not_found", "There is no such organization.");
      return studioStateFor(studio, context.connection);
    }),
  };
}

/** Signing in and out, and the vault's lock. */
export function sessionHandlers(os: Implementer, studio: Studio) {
  const orgFor = (id: OrgId): Org => {
    const org = studio.org(id);
    if (org === null) throw contractError("not_found", "There is no such organization.");
    return org;
  };
  const signIn = async (connection: Connection, org: Org, wish: Parameters<typeof openVaultFor>[2]) => {
    const member = await openVaultFor(studio, org, wish);
    const sessionToken = signInOn(studio, org, connection, member);
    return { member: await memberSummaryOf(org, member), sessionToken };
  };
  return {
    signIn: os.session.signIn.handler(async ({ input, context }) => {
      const { memberId } = input;
      using passphrase = Secret.fromText(input.passphrase);
      const proof: Proof = { kind: "passphrase", passphrase };
      return await signIn(context.connection, orgFor(input.orgId), { memberId, proof, action: SIGNED_IN });
    }),
    signInWithKeychain: os.session.signInWithKeychain.handler(async ({ input, context }) => {
      const { orgId, memberId } = input;
      const org = orgFor(orgId);
      using key = await studio.keychain.load(keychainEntry(orgId, memberId));
      const proof: Proof = { kind: "os-keychain", key };
      return await signIn(context.connection, org, { memberId, proof, action: SIGNED_IN });
    }),
    recover: os.session.recover.handler(async ({ input, context }) => {
      const { memberId } = input;
      const org = orgFor(input.orgId);
      using recoveryKey = Secret.fromText(input.recoveryKey);
      using next = Secret.fromText(input.newPassphrase);
      const proof = { kind: "recovery-key", recoveryKey } as const;
      assertFree(org, memberId);
      await proveAgain(studio, org, { memberId, action: "member.recovered" }, () =>
        org.vault.changePassphrase(memberId, proof, next),
      );
      endSessions(studio, org, ({ member }) => member.id === memberId);
      return await signIn(context.connection, org, { memberId, proof, action: SIGNED_IN });
    }),
    resume: os.session.resume.handler(async ({ input, context }) => {
      const { org, member } = resumeOn(studio, context.connection, input.sessionToken);
      return memberSummaryOf(org, member);
    }),
    changePassphrase: os.session.changePassphrase.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id: memberId } = actorOf(context);
      using passphrase = Secret.fromText(input.current);
      using next = Secret.fromText(input.next);
      await proveAgain(studio, org, { memberId, action: "passphrase.changed" }, () =>
        org.vault.changePassphrase(memberId, { kind: "passphrase", passphrase }, next),
      );
      const mine = context.seat.signedIn;
      endSessions(studio, org, (session) => session.member.id === memberId && session !== mine);
    }),
    signOut: os.session.signOut.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const mine = context.seat.signedIn;
      endSessions(studio, org, (session) => session === mine);
      await org.audit.write("durable", async () => [
        { actor: actorName(by), action: "member.signed-out", subject: by.id, body: {} },
      ]);
    }),
    lock: os.session.lock.handler(({ context }) => studio.lock(whoLocks(context.seat), "asked for")),
    touch: os.session.touch.handler(() => studio.touch()),
  };
}

/** Who is at the lock screen is not known; that somebody was is. */
function whoLocks({ signedIn }: Seat): string {
  return signedIn === null ? "somebody" : actorName(signedIn.member);
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
    org.noteOpened("passphrase");
    studio.touch();
    return { org, member, recoveryKey: readShownOnce(recoveryKey) };
  } catch (error) {
    await discard(); // Nothing half-made stays: the person starts again from the same form.
    throw error;
  }
}
