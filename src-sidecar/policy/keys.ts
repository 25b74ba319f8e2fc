import { timingSafeEqual } from "node:crypto";
import type { KeyId } from "../../src-contract/ids.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { sha256 } from "../base/sha256.ts";
import { insertKeyRow, updateKeyRow, type ConnectorKeyRow } from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import type { AccessOptions, Authentication, KeyEntry, Keys } from "./access.ts";
import { formatKey, KEY_SECRET_BYTES, parseKey } from "./key-text.ts";
import { PolicyError } from "./policy-error.ts";
import type { AgentSessions } from "./sessions.ts";

/** Keys, and the writing of their noted uses. */
export function createKeys(
  options: AccessOptions,
  state: AccessState,
  sessions: AgentSessions,
): Keys & { flush(): Promise<void> } {
  const { record, clock, randomBytes } = options;
  let uses = new Map<KeyId, number>();
  // Compared with where there is no such key, so that both take the same time.
  const nobody = sha256(randomBytes(KEY_SECRET_BYTES));
  const get = (id: KeyId): KeyEntry => {
    const entry = state.keys.get(id);
    if (!entry) throw gone();
    return { ...entry, lastUsedAt: uses.get(id) ?? entry.lastUsedAt };
  };

  const create: Keys["create"] = async ({ name, policyId, memberId }, by) => {
    const id = newId<KeyId>();
    const secret = randomBytes(KEY_SECRET_BYTES);
    const row: ConnectorKeyRow = {
      id,
      name,
      policy_id: policyId,
      member_id: memberId,
      created_by: by.id,
      secret_hash: sha256(secret),
      state: "active",
      created_at: clock.now(),
      regenerated_at: null,
      last_used_at: null,
    };
    await record(async (tx) => {
      if (!(await insertKeyRow(tx, row)))
        throw new PolicyError("not_found", "The policy or the member no longer exists.");
      const entry = { actor: actorName(by), action: "key.created", subject: id, body: { name, policyId, memberId } };
      return { value: undefined, entries: [entry] };
    });
    await state.reload();
    return { id, key: formatKey(id, secret) };
  };

  /** Ends what the key was, with its sessions. */
  const change = async (id: KeyId, action: string, columns: Parameters<typeof updateKeyRow>[2], by: Actor) => {
    const { name } = get(id);
    await record(async (tx) => {
      if (!(await updateKeyRow(tx, id, columns))) throw gone();
      await sessions.writeEndOf(tx, id);
      return { value: undefined, entries: [{ actor: actorName(by), action, subject: id, body: { name } }] };
    });
    await state.reload();
    sessions.forgetKey(id);
  };

  const regenerate: Keys["regenerate"] = async (id, by) => {
    if (get(id).state === "revoked") throw new PolicyError("conflict", "That key was revoked. Create a new one.");
    const secret = randomBytes(KEY_SECRET_BYTES);
    const columns = { created_by: by.id, secret_hash: sha256(secret), regenerated_at: clock.now() };
    await change(id, "key.regenerated", columns, by);
    return { id, key: formatKey(id, secret) };
  };

  const authenticate = (text: string): Authentication => {
    const parsed = parseKey(text);
    if (!parsed) return { kind: "malformed" };
    const isSame = timingSafeEqual(sha256(parsed.secret), state.hashes.get(parsed.id) ?? nobody);
    const key = state.keys.get(parsed.id);
    const policy = key && state.policies.get(key.policyId);
    if (!isSame || !policy) return { kind: "unknown" };
    if (key.state === "revoked") return { kind: "revoked" };
    uses.set(key.id, clock.now());
    return { kind: "ok", key, policy };
  };

  const flush = async (): Promise<void> => {
    if (uses.size === 0) return;
    const noted = uses;
    uses = new Map();
    await record(async (tx) => {
      for (const [id, at] of noted) await updateKeyRow(tx, id, { last_used_at: at });
      return { value: undefined, entries: [] };
    });
    await state.reload();
  };

  return {
    list: () => [...state.keys.keys()].map(get),
    get,
    create,
    regenerate,
    revoke: (id, by) => change(id, "key.revoked", { state: "revoked" }, by),
    authenticate,
    flush,
  };
}

function gone(): PolicyError {
  return new PolicyError("not_found", "That key no longer exists.");
}
