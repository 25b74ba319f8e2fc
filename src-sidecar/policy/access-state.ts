import { grant, type Grant, type PolicyBody } from "../../src-contract/access.ts";
import type { ConnectorId, KeyId, PolicyId } from "../../src-contract/ids.ts";
import {
  grantRows,
  keyRows,
  policyRows,
  type KeyByName,
  type OrgDb,
  type PolicyGrantRow,
  type PolicyRow,
} from "../store/index.ts";
import type { KeyEntry, PolicyEntry } from "./access.ts";

/** Policies and keys in memory, as they stand in the database. Receiving a call reads nothing else. */
export class AccessState {
  readonly policies = new Map<PolicyId, PolicyEntry>();
  readonly keys = new Map<KeyId, KeyEntry>();
  /** Apart from the entries, so that no list can carry one away. */
  readonly hashes = new Map<KeyId, Uint8Array>();
  readonly #db: OrgDb;
  #revision = 0;
  #lastReload: Promise<void> = Promise.resolve();

  private constructor(db: OrgDb) {
    this.#db = db;
  }

  static async open(db: OrgDb): Promise<AccessState> {
    const state = new AccessState(db);
    await state.reload();
    return state;
  }

  /** Reads everything again; there are few policies and few keys. In memory when this resolves. */
  reload(): Promise<void> {
    // One after the other, so that an earlier reading never replaces a later one.
    const reload = this.#lastReload.then(() => this.#read());
    this.#lastReload = reload.catch(() => undefined); // Its caller gets the error; the next reload starts afresh.
    return reload;
  }

  forgetConnector(id: ConnectorId): void {
    this.#revision += 1;
    for (const policy of this.policies.values()) {
      const grants = policy.grants.filter((one) => one.connectorId !== id);
      if (grants.length === policy.grants.length) continue;
      this.policies.set(policy.id, { ...policy, grants, revision: this.#revision });
    }
  }

  async #read(): Promise<void> {
    const { policies, grants, keys } = await this.#db.transaction().execute(async (tx) => ({
      policies: await policyRows(tx),
      grants: await grantRows(tx),
      keys: await keyRows(tx),
    }));
    this.#replacePolicies(policies, grants);
    this.#replaceKeys(keys);
  }

  #replacePolicies(rows: readonly PolicyRow[], grants: readonly PolicyGrantRow[]): void {
    const byPolicy = Map.groupBy(grants, (row) => row.policy_id);
    this.#revision += 1;
    const entries = rows.map((row) => policyEntry(row, byPolicy.get(row.id) ?? [], this.#revision));
    const before = new Map(this.policies);
    this.policies.clear();
    for (const entry of entries) {
      const known = before.get(entry.id);
      this.policies.set(entry.id, known && isSamePolicy(known, entry) ? known : entry);
    }
  }

  #replaceKeys(rows: readonly KeyByName[]): void {
    this.keys.clear();
    this.hashes.clear();
    for (const row of rows) {
      this.keys.set(row.id, keyEntry(row));
      this.hashes.set(row.id, row.secret_hash);
    }
  }
}

function policyEntry(row: PolicyRow, grants: readonly PolicyGrantRow[], revision: number): PolicyEntry {
  return {
    id: row.id,
    name: row.name,
    trustLevel: row.trust_level,
    nameForm: row.name_form,
    grants: grants.map(parseGrant),
    createdAt: row.created_at,
    revision,
  };
}

function parseGrant({ connector_id, tools }: PolicyGrantRow): Grant {
  const stored: unknown = JSON.parse(tools);
  return grant.parse({ connectorId: connector_id, tools: stored });
}

function isSamePolicy(one: PolicyEntry, other: PolicyEntry): boolean {
  const facts = ({ name, trustLevel, nameForm, grants }: PolicyBody) =>
    JSON.stringify([name, trustLevel, nameForm, grants]);
  return facts(one) === facts(other);
}

function keyEntry(row: KeyByName): KeyEntry {
  return {
    id: row.id,
    name: row.name,
    policyId: row.policy_id,
    member: row.member_id === null ? null : { id: row.member_id, name: row.member_name ?? "a former member" },
    createdBy: row.created_by,
    createdAt: row.created_at,
    regeneratedAt: row.regenerated_at,
    lastUsedAt: row.last_used_at,
    state: row.state,
  };
}
