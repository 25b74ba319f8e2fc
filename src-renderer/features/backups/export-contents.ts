import type { CredentialSummary } from "../../client/index.ts";

/** What an export holds and what it leaves out, counted from references. */
export type ExportContents = {
  readonly org: number;
  readonly team: number;
  readonly own: number;
  /** Values that only other members can open. */
  readonly others: number;
  /** Credentials of which nothing is set. */
  readonly hollow: number;
};

/** Counts before anything is written. An admin holds the keys of every team, but of no other member. */
export function exportContents(credentials: readonly CredentialSummary[]): ExportContents {
  let [org, team, own, others, hollow] = [0, 0, 0, 0, 0];
  for (const { scope, hasValue, teams, members } of credentials) {
    const set = scope === "team_secret" ? teams.filter((one) => one.hasValue).length : Number(hasValue);
    const foreign = scope === "user_secret" ? members.set - set : 0;
    if (scope === "org_secret") org += set;
    if (scope === "team_secret") team += set;
    if (scope === "user_secret") own += set;
    others += foreign;
    if (set + foreign === 0) hollow += 1;
  }
  return { org, team, own, others, hollow };
}
