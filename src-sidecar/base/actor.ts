import type { MemberId } from "../../src-contract/ids.ts";

/** The member on whose behalf a change is made. */
export interface Actor {
  readonly id: MemberId;
  readonly name: string;
}

/** How the audit log names a member. */
export function actorName(by: Actor): string {
  return `member:${by.name}`;
}

/** How the audit log names what Gatehouse does by itself. */
export const GATEHOUSE_ACTOR = "gatehouse";
