import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import type { CredentialEntry } from "../catalog/index.ts";
import type { Members, TeamEntry } from "../identity/index.ts";
import type { SecretFacts, SecretRef } from "../vault/index.ts";
import { secretRefOf, type SecretIndex } from "./secret-index.ts";

/** With which value of a credential a call goes out. */
export type ValueChoice =
  /** `owner`: the team's or the member's name; null: the organization. */
  | {
      readonly kind: "value";
      readonly ref: SecretRef;
      readonly facts: SecretFacts;
      readonly owner: string | null;
    }
  /** Nothing is set for whom it is asked. */
  | { readonly kind: "none"; readonly owner: string | null }
  /** A shared key acts as nobody, and the credential is somebody's. */
  | { readonly kind: "nobody" }
  /** More than one team of the member has a value, and nothing says which is meant. */
  | { readonly kind: "several"; readonly teams: readonly TeamEntry[] };

/** Where the choice is looked up. */
export interface ChoiceParts {
  readonly id: OrgId;
  readonly secrets: SecretIndex;
  readonly members: Pick<Members, "find" | "teamsOf">;
}

/** Chooses the value of a credential for calls that act as a member; null: as nobody. */
export function chooseValue(
  parts: ChoiceParts,
  { id, scope }: Pick<CredentialEntry, "id" | "scope">,
  member: MemberId | null,
): ValueChoice {
  switch (scope) {
    case "org_secret":
      return chosen(parts, secretRefOf(parts.id, id, { kind: "org" }), null);
    case "user_secret":
      if (member === null) return { kind: "nobody" };
      return chosen(
        parts,
        secretRefOf(parts.id, id, { kind: "member", id: member }),
        parts.members.find(member)?.name ?? null,
      );
    case "team_secret":
      return member === null ? { kind: "nobody" } : chooseTeam(parts, id, member);
  }
}

function chooseTeam(parts: ChoiceParts, id: CredentialEntry["id"], member: MemberId): ValueChoice {
  const refOf = (team: TeamEntry): SecretRef => secretRefOf(parts.id, id, { kind: "team", id: team.id });
  const teams = parts.members.teamsOf(member).filter((team) => parts.secrets.find(refOf(team)) !== undefined);
  const [team, ...others] = teams;
  if (team === undefined) return { kind: "none", owner: null };
  return others.length > 0 ? { kind: "several", teams } : chosen(parts, refOf(team), team.name);
}

function chosen({ secrets }: ChoiceParts, ref: SecretRef, owner: string | null): ValueChoice {
  const facts = secrets.find(ref);
  return facts === undefined ? { kind: "none", owner } : { kind: "value", ref, facts, owner };
}
