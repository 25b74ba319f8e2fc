import { canonicalJson } from "../base/canonical-json.ts";
import { encodeContext } from "./context.ts";
import { VaultError } from "./errors.ts";
import type { Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyRows, OrgRootRow, TeamRow } from "./rows.ts";

/** The list of a team's members, signed by the admin. */
export function signTeam(
  { sodium }: Pick<Primitives, "sodium">,
  admin: Signer,
  team: Omit<TeamRow, "signature">,
): TeamRow {
  return { ...team, signature: sodium.sign(admin.seed, statement(team)) };
}

/** @throws {VaultError} `team_signature`. */
export function verifyTeam({ sodium }: Pick<Primitives, "sodium">, root: OrgRootRow, team: TeamRow): void {
  const isSigned = sodium.verify(root.adminPublicKey, statement(team), team.signature);
  if (!isSigned || team.orgId !== root.orgId) throw new VaultError("team_signature");
}

/** The members' ids as a row carries them. */
export function writeTeamMembers(memberIds: Iterable<string>): string {
  return canonicalJson([...new Set(memberIds)].sort());
}

/** The members' ids of a verified row. @throws {VaultError} `team_signature` for what is no such list. */
export function readTeamMembers({ members }: Pick<TeamRow, "members">): readonly string[] {
  const ids = parsed(members);
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string");
  if (!isList || writeTeamMembers(ids) !== members) throw new VaultError("team_signature");
  return ids;
}

/** Whom a team's key is sealed to: its members, and every admin, because admins add people. */
export function teamRecipients(rows: KeyRows, memberIds: readonly string[]): ReadonlySet<string> {
  return new Set([...memberIds, ...rows.adminWraps.map(({ memberId }) => memberId)]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new VaultError("team_signature", { cause });
  }
}

function statement({ orgId, teamId, version, members, createdAt }: Omit<TeamRow, "signature">): Uint8Array {
  return encodeContext("gatehouse/team/1", [orgId, teamId, version, Buffer.from(members), createdAt]);
}
