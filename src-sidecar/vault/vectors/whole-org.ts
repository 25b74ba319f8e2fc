import { Secret } from "../../base/secret.ts";
import { AdminWork } from "../admin-work.ts";
import { setAdmin } from "../admins.ts";
import { answerInvitation, createInvitation } from "../invitations.ts";
import type { Primitives } from "../primitives.ts";
import { protectByMachineKey } from "../protect.ts";
import type { AnswerRow, KeyRows } from "../rows.ts";
import { setTeam } from "../teams.ts";
import { openByProof } from "../unlock.ts";
import type { UnlockedOrg } from "../unlocked-org.ts";
import { ADA, BO, createFixedOrg, CREATED_AT, FLOOR_COST, withSecondMember } from "./fixed-org.ts";

// A third person, who was invited and has answered.
const CY = "0199a000-0000-7000-8000-00000000000c";
const CY_PASSPHRASE = "how now brown cow";
/** A team whose member is Bo. */
export const TEAM_ID = "0199a000-0000-7000-8000-0000000000e1";
/** The invitation that Cy has answered. */
export const INVITATION_ID = "0199a000-0000-7000-8000-0000000000f1";

/** An organization with a row in every table. */
export interface WholeOrg {
  readonly rows: KeyRows & { readonly answers: readonly AnswerRow[] };
  /** Open for Ada. */
  readonly ada: UnlockedOrg;
  readonly recoveryKey: Secret;
  readonly headlessKey: Secret;
  readonly code: Secret;
  /** Of the answer. */
  readonly fingerprint: string;
}

/**
 * Ada, who has a headless key too, has made a team with Bo, invited Cy, who has answered, and made Bo an admin for a while. So the
 * unlockers are pinned to the first admin key, the root has the second one, and the team's key is in its second version.
 */
export async function createWholeOrg(primitives: Primitives): Promise<WholeOrg> {
  const { rows: first, recoveryKey, unlocked: ada } = await createFixedOrg(primitives);
  let rows: KeyRows = await withSecondMember(primitives, first, ada);
  const opening = { rows, memberId: ADA, proof: { kind: "recovery-key", recoveryKey } } as const;
  const { value: machine } = await openByProof(primitives, opening, (member) =>
    protectByMachineKey(primitives, member, { id: "unlocker-3", now: CREATED_AT, kind: "headless-key" }),
  );
  rows = { ...rows, unlockers: [...rows.unlockers, machine.row] };
  const step = <T>(change: (work: AdminWork) => T): T => {
    const work = new AdminWork(primitives, ada, rows, CREATED_AT);
    const value = change(work);
    work.keep();
    rows = work.rows;
    return value;
  };
  step((work) => setTeam(work, TEAM_ID, [BO]));
  const code = step((work) => createInvitation(work, INVITATION_ID, CREATED_AT + 1000));
  step((work) => setAdmin(work, BO, true));
  step((work) => setTeam(work, TEAM_ID, []));
  step((work) => setAdmin(work, BO, false));
  step((work) => setTeam(work, TEAM_ID, [BO]));
  let ids = 0;
  const wish = {
    ...{ code, memberId: CY, passphrase: Secret.fromText(CY_PASSPHRASE), now: CREATED_AT, cost: FLOOR_COST },
    newId: (): string => `unlocker-cy-${(ids += 1)}`,
  };
  const { answer, fingerprint } = await answerInvitation(primitives, { ...rows, answers: [] }, wish);
  return { rows: { ...rows, answers: [answer] }, ada, recoveryKey, headlessKey: machine.secret, code, fingerprint };
}
