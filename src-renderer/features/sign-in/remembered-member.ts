import type { OrgSummary } from "../../client/index.ts";

type MemberId = OrgSummary["members"][number]["id"];

const KEY = "gatehouse.member.";

/** Who is asked for first: whose vault is open, else who signed in at this window before, else the first of the list. */
export function firstAsked(org: OrgSummary): MemberId | null {
  const before = localStorage.getItem(KEY + org.id);
  const known = org.members.find(({ id }) => id === before) ?? org.members[0];
  return org.openFor ?? known?.id ?? null;
}

/** Remembers a name, nothing that opens anything; it concerns this browser or desktop window alone. */
export function rememberMember(org: OrgSummary, memberId: MemberId): void {
  localStorage.setItem(KEY + org.id, memberId);
}
