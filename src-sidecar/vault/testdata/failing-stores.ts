/** Stores that are killed at a write, for this room's own tests. */
import type { KeyStore, SecretStore } from "../stores.ts";

/** What the stores do at their n-th write: nothing and fail, or all and fail, as a process that is killed before or after a commit. */
export function failing(made: { keyStore: KeyStore; secretStore: SecretStore }, at: number, when: "before" | "after") {
  let writes = 0;
  const counted = async (write: () => Promise<boolean>): Promise<boolean> => {
    writes += 1;
    if (writes === at && when === "before") throw new Error("killed");
    const isWritten = await write();
    if (writes === at) throw new Error("killed");
    return isWritten;
  };
  const { keyStore, secretStore } = made;
  return {
    writes: () => writes,
    keyStore: {
      load: () => keyStore.load(),
      insert: (rows) => keyStore.insert(rows),
      change: (change, write) => counted(() => keyStore.change(change, write)),
      answer: (row) => keyStore.answer(row),
      dropAnswer: (id) => keyStore.dropAnswer(id),
      shred: () => keyStore.shred(),
    } satisfies KeyStore,
    secretStore: {
      get: (ref) => secretStore.get(ref),
      list: () => secretStore.list(),
      put: (row, rev, write) => counted(() => secretStore.put(row, rev, write)),
      remove: (ref, write) => counted(() => secretStore.remove(ref, write)),
      reseal: (rows, write) => counted(() => secretStore.reseal(rows, write)),
    } satisfies SecretStore,
  };
}
