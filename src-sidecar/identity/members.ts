import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import type { Role } from "../../src-contract/values.ts";
import { insertMember, insertOrg, memberRows, type OrgDb, type Recorder } from "../store/index.ts";
import type { Member } from "./member-sessions.ts";

/** The people of an organization. */
export interface Members {
  list(): readonly Member[];
  /** Reads them again after a change. */
  reload(): Promise<void>;
}

/** Reads the members of an organization. */
export async function openMembers(db: OrgDb): Promise<Members> {
  const read = async (): Promise<readonly Member[]> =>
    (await memberRows(db)).map(({ id, name, role }) => ({ id, name, role }));
  let members = await read();
  return {
    list: () => members,
    reload: async () => {
      members = await read();
    },
  };
}

/** Writes a new organization with its first admin. */
export async function foundOrg(
  record: Recorder,
  org: { readonly id: OrgId; readonly name: string },
  admin: { readonly id: MemberId; readonly name: string },
  now: number,
): Promise<void> {
  const role: Role = "admin";
  await record(async (tx) => {
    await insertOrg(tx, { id: org.id, name: org.name, created_at: now });
    await insertMember(tx, { id: admin.id, name: admin.name, role, created_at: now });
    const actor = `member:${admin.name}`;
    return {
      value: undefined,
      entries: [
        { actor, action: "org.created", subject: org.id, body: { name: org.name } },
        { actor, action: "member.created", subject: admin.id, body: { name: admin.name, role } },
      ],
    };
  });
}
