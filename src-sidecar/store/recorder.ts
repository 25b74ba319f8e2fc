import type { Kysely } from "kysely";
import type { JsonObject } from "../base/canonical-json.ts";
import type { OrgTables } from "./tables.ts";

/** The database of an organization, or a transaction on it. */
export type OrgDb = Kysely<OrgTables>;

/** What an audit entry says, before it has a number and a place in the chain. `body` never holds a secret or a payload. */
export interface AuditDraft {
  /** Who did it: `member:<name>`, `agent:<key name>`, or `gatehouse`. */
  readonly actor: string;
  /** What was done, as `noun.verb`, for example `connector.created`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly body: JsonObject;
  /** Of a call that only reads: signed together with others, after 256 entries or a minute. */
  readonly isRoutine?: boolean;
}

/**
 * Changes the database and writes the audit entries of that change in one transaction: both are there afterwards, or neither.
 *
 * `change` gets a transaction, makes its change through this room's functions and returns what it wants recorded. It awaits nothing
 * but the database. The commit is on the disk when this resolves.
 */
export type Recorder = <T>(
  change: (tx: OrgDb) => Promise<{ readonly value: T; readonly entries: readonly AuditDraft[] }>,
) => Promise<T>;
