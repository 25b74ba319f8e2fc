import { setTimeout as sleep } from "node:timers/promises";
import { ORPCError } from "@orpc/client";
import type { OrgEntry, OrgSummary, StudioState } from "../../src-contract/studio.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { orgStateText } from "./org-state-text.ts";
import { firstLine, ask, readNewPassphrase } from "./passphrase.ts";
import { accountTroubles } from "./accounts.ts";
import { asMember, atDoor, memberOf, orgAt, signIn, type MemberFlags, type PeopleDoor } from "./people-door.ts";

const BACK_WITHIN_MS = 60_000; // A second, but for a very busy machine.
const LOOK_EVERY_MS = 100;
const WORDS: Readonly<Record<Exclude<StudioState["kind"], "new">, string>> = {
  locked: "vault locked",
  "signed-out": "vault open",
  "signed-in": "vault open",
  "rolled-back": "vault is an older copy of itself; nothing runs",
  unreadable: "vault unreadable; nothing runs",
};

/** Needs no passphrase; with one it names the accounts that have to be connected again, too. It opens no vault. */
export function status(flags: MemberFlags): Promise<Answer> {
  return atDoor(flags.home, async (door) => {
    const [state, about] = [await door.studio.state(), await door.studio.about()];
    const orgs = state.kind === "new" ? [] : state.orgs;
    const accounts = flags.passphraseFile === undefined ? [] : await troublesAt(door, flags);
    return {
      json: {
        state: state.kind,
        ...about,
        orgs,
        waitingCalls: state.kind === "new" ? 0 : state.org.waitingCalls,
        isStopped: state.kind !== "new" && state.org.isStopped,
        pausedAgents: state.kind === "new" ? 0 : state.org.pausedAgents,
        ...(flags.passphraseFile !== undefined && { accounts: accounts.map(({ json }) => json) }),
      },
      lines: [
        `Gatehouse ${about.version}: ${state.kind === "new" ? "no organization yet" : `${state.org.name}, ${wordsOf(state)}`}`,
        ...(state.kind === "new" ? [] : workLines(state.org)),
        ...orgs.filter(({ name }) => state.kind === "new" || name !== state.org.name).map(orgLine),
        ...accounts.flatMap(({ lines }) => lines),
        `Agents connect to ${about.agentsUrl}`,
      ],
    };
  });
}

function wordsOf(state: Exclude<StudioState, { readonly kind: "new" }>): string {
  const isShut = state.kind === "unreadable" && state.fault !== null;
  return isShut ? orgStateText({ isOpen: false, fault: state.fault }) : WORDS[state.kind];
}

async function troublesAt(door: PeopleDoor, flags: MemberFlags): Promise<readonly Answer[]> {
  const org = await orgAt(door, flags.org);
  const { kind } = await door.studio.state();
  // Signing in would open it, and who asks how the studio is does not ask for that.
  if (kind === "locked" || kind === "unreadable") return [];
  await signIn(door, org, flags);
  return accountTroubles(door);
}

/** What the organization that is looked at is doing, and what keeps it from doing more. */
function workLines({ waitingCalls, isStopped, pausedAgents }: OrgSummary): readonly string[] {
  return [
    ...(isStopped ? ["All calls are stopped until somebody lifts it: in the window, or with `gatehouse lift`"] : []),
    waitingLine(waitingCalls),
    ...(pausedAgents === 0 ? [] : [pausedAgents === 1 ? "1 agent is paused" : `${pausedAgents} agents are paused`]),
  ];
}

const waitingLine = (calls: number): string =>
  calls === 1 ? "1 call waits for a person" : `${calls} calls wait for a person`;
const orgLine = (org: OrgEntry): string => `${org.name}: ${orgStateText(org)}`;

export function unlock(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { kind } = await door.studio.state();
    if (kind === "rolled-back")
      throw new CommandError(
        "rolled_back",
        EXIT.refused,
        "The vault is an older copy of itself. Nothing runs until an admin has looked: `gatehouse vault accept-rollback`.",
      );
    return { json: { state: "open" }, lines: ["The vault is open."] };
  });
}

/** Needs no passphrase: it only ever takes power away. */
export async function lock(home: string): Promise<Answer> {
  await atDoor(home, (door) => untilGone(door.session.lock()));
  await untilBack(home);
  return { json: { state: "locked" }, lines: ["Every vault is locked. Waiting calls wait on."] };
}

/** The process that answers is the one that ends: a line that breaks now is an answer too. */
async function untilGone(locking: Promise<void>): Promise<void> {
  try {
    await locking;
  } catch (error) {
    if (error instanceof ORPCError) throw error; // The studio's own refusal.
  }
}

/** Another process takes over; a command that follows this one shall find it. */
async function untilBack(home: string): Promise<void> {
  const giveUpAt = Date.now() + BACK_WITHIN_MS;
  for (;;) {
    try {
      await atDoor(home, (door) => door.studio.state());
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}

export interface RecoverFlags extends MemberFlags {
  readonly recoveryKeyFile?: string;
  readonly newPassphraseFile?: string;
}

export function recover(flags: RecoverFlags): Promise<Answer> {
  return atDoor(flags.home, async (door) => {
    const org = await orgAt(door, flags.org);
    const member = memberOf(org.members, flags.member);
    const file = flags.recoveryKeyFile;
    const recoveryKey = file === undefined ? await ask(`Recovery key of ${member.name}: `) : firstLine(file);
    const newPassphrase = await readNewPassphrase("New passphrase: ", flags.newPassphraseFile);
    await door.session.recover({ orgId: org.id, memberId: member.id, recoveryKey, newPassphrase });
    return {
      json: { member: member.name },
      lines: [
        "The vault is open, and the new passphrase is set.",
        "The recovery key still works; renew it if others saw it.",
      ],
    };
  });
}

export function changePassphrase(flags: MemberFlags & { readonly newPassphraseFile?: string }): Promise<Answer> {
  return asMember(flags, async (door, { passphrase: current }) => {
    const next = await readNewPassphrase("New passphrase: ", flags.newPassphraseFile);
    await door.session.changePassphrase({ current, next });
    return {
      json: { changed: true },
      lines: ["The new passphrase is set. Old copies of the home still open with the old one."],
    };
  });
}
