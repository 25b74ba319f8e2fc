import type { Adapter, AdapterPayload } from "oidc-provider";

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** What an authorization server knows, in memory, where a test can take things away. */
export interface MemoryStorage {
  /** For `oidc-provider`: one adapter for each model. */
  readonly adapter: (model: string) => Adapter;
  /** Forgets what fits, as if it had never been. */
  forget(fits: (model: string, payload: AdapterPayload) => boolean): void;
}

/** Grants, tokens, clients and sessions of one authorization server. */
export function createMemoryStorage(): MemoryStorage {
  const models = new Map<string, Map<string, Kept>>();
  const entriesOf = (model: string): Map<string, Kept> => {
    const entries = models.get(model) ?? new Map<string, Kept>();
    models.set(model, entries);
    return entries;
  };
  const forget: MemoryStorage["forget"] = (fits) => {
    for (const [model, entries] of models)
      for (const [id, { payload }] of entries) if (fits(model, payload)) entries.delete(id);
  };
  return { forget, adapter: (model) => createAdapter(entriesOf(model), forget) };
}

function createAdapter(entries: Map<string, Kept>, forget: MemoryStorage["forget"]): Adapter {
  const current = ({ payload, until }: Kept): AdapterPayload | undefined => (Date.now() < until ? payload : undefined);
  const findWhere = (fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    const found = [...entries.values()].find(({ payload }) => fits(payload));
    return found && current(found);
  };
  return {
    async upsert(id, payload, expiresIn) {
      const until = expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY;
      entries.set(id, { payload, until });
    },
    async find(id) {
      const found = entries.get(id);
      return found && current(found);
    },
    findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
    async consume(id) {
      const found = entries.get(id);
      if (found) found.payload["consumed"] = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      entries.delete(id);
    },
    async revokeByGrantId(grantId) {
      forget((_model, payload) => payload.grantId === grantId);
    },
  };
}
