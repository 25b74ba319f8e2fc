import { confirm } from "./confirm.ts";
import type { Answer, Output } from "./output.ts";
import { readNewPassphrase } from "./passphrase.ts";
import { orgStateText } from "./org-state-text.ts";
import { asMember, atDoor, orgAt, type MemberFlags, type PeopleDoor } from "./people-door.ts";
import { assertNewFile, showOnce } from "./show-once.ts";

/** A new organization and its first admin. */
export interface NewOrg {
  readonly orgName: string;
  readonly memberName: string;
  /** File of the first admin's new passphrase. */
  readonly newPassphraseFile: string | undefined;
  readonly recoveryKeyFile: string | undefined;
}

/** First run: anyone may. */
export function setUp(home: string, org: NewOrg): Promise<Answer> {
  return atDoor(home, (door) => createAt(door, org));
}

/** A further organization: whoever is signed in to another one may. */
export function createOrg(flags: MemberFlags, org: NewOrg): Promise<Answer> {
  return asMember(flags, (door) => createAt(door, org));
}

async function createAt(door: PeopleDoor, org: NewOrg): Promise<Answer> {
  const { orgName, memberName, recoveryKeyFile } = org;
  assertNewFile(recoveryKeyFile);
  const passphrase = await readNewPassphrase(`New passphrase of ${memberName}: `, org.newPassphraseFile);
  const { recoveryKey, orgId, memberId } = await door.studio.setUp({ orgName, memberName, passphrase });
  const shown = showOnce(recoveryKey, { name: "recoveryKey", title: "Recovery key", file: recoveryKeyFile });
  return {
    json: { orgId, memberId, ...shown.json },
    lines: [...shown.lines, "It opens the vault when the passphrase is lost. Keep it off this machine."],
  };
}

export function listOrgs(home: string): Promise<Answer> {
  return atDoor(home, async (door) => {
    const state = await door.studio.state();
    const orgs = state.kind === "new" ? [] : state.orgs;
    const selected = state.kind === "new" ? null : state.org.id;
    return {
      json: orgs.map((org) => ({ ...org, isSelected: org.id === selected })),
      lines: orgs.map((org) => `${org.id === selected ? "*" : " "} ${org.name}  ${orgStateText(org)}  ${org.id}`),
      none: "No organization yet. Run `gatehouse setup`, or open the studio's window.",
    };
  });
}

export function selectOrg(home: string, name: string): Promise<Answer> {
  return atDoor(home, async (door) => {
    const { id } = await orgAt(door, name);
    await door.studio.select({ orgId: id }); // Also where it is looked at already: the studio remembers the last one.
    return { json: { orgId: id }, lines: [`Commands without --org are about ${name} from now on.`] };
  });
}

export function renameOrg(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    await door.orgs.rename({ name });
    return { json: { name }, lines: [`The organization is called ${name}.`] };
  });
}

export function removeOrg(flags: MemberFlags & { readonly yes: boolean }, output: Output): Promise<Answer> {
  return asMember(flags, async (door, { passphrase }) => {
    const removal = await door.orgs.removalPreview();
    const { name, members, connectors, secrets, keys, waitingCalls, backups } = removal;
    await confirm(
      {
        consequences: [
          `${name} goes with ${members} members, ${connectors} connectors, ${secrets} secrets, ${keys} keys and ${waitingCalls} waiting calls.`,
          "Its keys are destroyed first: without a backup nothing of it can be read again.",
          `${backups} backups of it stay where they are.`,
        ],
        word: name,
        isConfirmed: flags.yes,
      },
      output,
    );
    await door.orgs.remove({ name, passphrase });
    return { json: removal, lines: [`${name} is deleted, and its keys are destroyed.`] };
  });
}
