import type { InvitationId, MemberId } from "../../src-contract/ids.ts";
import type { InvitationFile } from "../../src-contract/people.ts";
import { actorName, GATEHOUSE_ACTOR, type Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { Secret } from "../base/secret.ts";
import type { MemberEntry } from "../identity/index.ts";
import { contractError } from "../rpc/index.ts";
import { readShownOnce } from "../vault/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { forgetInKeychain } from "./keychain.ts";
import type { Org, Studio } from "./org.ts";
import { invitationDetailOf, memberDetailOf, memberRemovalOf, sightOf } from "./people-views.ts";
import { endKeysOf, giveInVault, settlePeople } from "./settle-people.ts";
import { endSessions, updateSessions } from "./sign-ins.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Members: who they are, their roles, and how they come and go. */
export function peopleHandlers(os: Implementer, studio: Studio) {
  const { people } = os;
  const detail = async (org: Org, id: MemberId, you: Actor) => {
    const entry = org.members.find(id);
    if (!entry) throw contractError("not_found");
    return memberDetailOf(org, entry, you.id, await sightOf(org));
  };
  return {
    list: people.list.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const you = actorOf(context);
      const sight = await sightOf(org);
      return org.members.list().map((entry) => memberDetailOf(org, entry, you.id, sight));
    }),
    setRole: people.setRole.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      assertNotSelf(by, input.id, "your own role");
      await org.members.inTurn(async () => {
        assertMember(org, input.id);
        await giveInVault(org, input.id, input.role, []);
        const member = await org.members.setRole(input.id, input.role, by);
        updateSessions(studio, org, member);
        await settlePeople(org);
      });
      org.events.changed(["people", "studio"]);
      return detail(org, input.id, by);
    }),
    removalPreview: people.removalPreview.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      return memberRemovalOf(org, assertMember(org, input.id), await sightOf(org));
    }),
    remove: people.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      assertNotSelf(by, input.id, "yourself");
      const removal = await org.members.inTurn(() => removeMember(studio, org, input.id, by));
      org.events.changed([
        "people",
        "keys",
        "sessions",
        "credentials",
        "accounts",
        "connectors",
        "approvals",
        "vault",
        "studio",
      ]);
      return removal;
    }),
    ...invitationHandlers(os, studio),
  };
}

function invitationHandlers(os: Implementer, studio: Studio) {
  const { people } = os;
  return {
    invitations: people.invitations.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const facts = await org.vault.invitations();
      return org.members.invitations().map((entry) => invitationDetailOf(org, entry, facts, studio.clock.now()));
    }),
    invite: people.invite.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const { name, role, teamIds, days } = input;
      const id = newId<InvitationId>();
      const expiresAt = studio.clock.now() + days * DAY_MS;
      const { entry, code } = await org.members.inTurn(async () => {
        org.members.assertNameFree(name);
        using shown = await org.vault.createInvitation(id, expiresAt);
        return {
          entry: await org.members.invite({ id, name, role, teamIds, expiresAt }, by),
          code: readShownOnce(shown),
        };
      });
      org.events.changed(["people", "studio"]);
      const says: InvitationFile = {
        gatehouse: "invitation/1",
        orgId: org.id,
        orgName: org.name,
        name,
        code,
        expiresAt,
      };
      const invitation = invitationDetailOf(org, entry, [], studio.clock.now());
      return { invitation, code, file: `${JSON.stringify(says, null, 2)}\n` };
    }),
    withdraw: people.withdraw.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.members.inTurn(async () => {
        await org.members.withdraw(input.id, by);
        await org.vault.withdrawInvitation(input.id);
      });
      org.events.changed(["people", "studio"]);
    }),
    accept: people.accept.handler(async ({ input }) => {
      const org = studio.org(input.orgId);
      if (org === null) throw contractError("not_found", "There is no such organization here.");
      if (org.isRolledBack) throw contractError("rolled_back");
      using code = Secret.fromText(input.code);
      using passphrase = Secret.fromText(input.passphrase);
      // One at a time, with the sign-ins: each takes 256 MiB.
      const answer = await org.attempts.inTurn(() => answerInvitation(org, code, passphrase));
      org.events.changed(["people"]);
      return answer;
    }),
    confirm: people.confirm.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const member = await org.members.inTurn(() => confirmAnswer(org, input, by));
      org.events.changed(["people", "studio", "credentials"]);
      return memberDetailOf(org, member, by.id, await sightOf(org));
    }),
  };
}

async function answerInvitation(org: Org, code: Secret, passphrase: Secret) {
  const memberId = newId<MemberId>();
  const answer = await org.vault.answerInvitation({ code, memberId, passphrase });
  const { invitationId, fingerprint } = answer;
  using recoveryKey = answer.recoveryKey;
  const entry = org.members.invitations().find(({ id }) => id === invitationId);
  if (!entry) throw contractError("invitation_invalid");
  await org.audit.write("durable", async () => [
    {
      actor: GATEHOUSE_ACTOR,
      action: "invitation.answered",
      subject: invitationId,
      body: { name: entry.name, fingerprint },
    },
  ]);
  return { memberId, name: entry.name, fingerprint, recoveryKey: readShownOnce(recoveryKey) };
}

async function confirmAnswer(org: Org, input: { readonly id: InvitationId; readonly fingerprint: string }, by: Actor) {
  const { members, vault } = org;
  const answer = (await vault.invitations()).find(({ id }) => id === input.id)?.answer;
  if (!answer) throw contractError("conflict", "Nobody has answered this invitation yet.");
  if (digitsOf(answer.fingerprint) !== digitsOf(input.fingerprint)) throw contractError("fingerprint_mismatch");
  const memberId = answer.memberId as MemberId; // Whoever answered wrote it: a member's, present or past, is refused here, one of the vault's there.
  await members.beginConfirm(input.id, memberId);
  try {
    await vault.confirmInvitation(input.id, answer.fingerprint);
  } catch (error) {
    await members.undoConfirm(memberId);
    throw error;
  }
  await giveInvited(org, input.id, memberId);
  const member = await members.finishConfirm(input.id, memberId, actorName(by));
  await settlePeople(org);
  return member;
}

async function giveInvited(org: Org, invitation: InvitationId, id: MemberId): Promise<void> {
  const entry = org.members.invitations().find((one) => one.id === invitation);
  if (!entry) throw contractError("not_found");
  const present = org.members.teams().map((team) => team.id);
  const teamIds = entry.teamIds.filter((team) => present.includes(team));
  await giveInVault(org, id, entry.role, teamIds);
}

async function removeMember(studio: Studio, org: Org, id: MemberId, by: Actor) {
  const entry = assertMember(org, id);
  const removal = memberRemovalOf(org, entry, await sightOf(org));
  for (const account of org.oauth.accounts.list())
    if (account.memberId === id) await org.oauth.accounts.disconnect(account.id, by);
  await org.members.remove(id, by);
  endSessions(studio, org, ({ member }) => member.id === id);
  await endKeysOf(org, id, by);
  await settlePeople(org);
  org.rotator.wake(); // Whoever left may have kept the key.
  void forgetInKeychain(studio.keychain, org.id, id);
  await org.secrets.refresh();
  await org.learnSecrets();
  return removal;
}

function assertMember(org: Org, id: MemberId): MemberEntry {
  const entry = org.members.list().find((one) => one.id === id);
  if (!entry) throw contractError("not_found");
  return entry;
}

// Whoever leaves would know the admin key that takes the place of theirs.
function assertNotSelf(by: Actor, id: MemberId, what: string): void {
  if (by.id === id) throw contractError("conflict", `You cannot take away ${what}. Another admin can.`);
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}
