/** The part of a database that changes it whole or not at all. */
interface Transactional<Tx> {
  transaction(): { execute<T>(change: (tx: Tx) => Promise<T>): Promise<T> };
}

/** A recorder that changes a real database and keeps the audit drafts in memory. It has the shape of the store's `Recorder`. */
export interface MemoryRecorder<Tx, Draft> {
  /** What was recorded, oldest first. */
  readonly entries: Draft[];
  readonly record: <T>(
    change: (tx: Tx) => Promise<{ readonly value: T; readonly entries: readonly Draft[] }>,
  ) => Promise<T>;
}

export function createMemoryRecorder<Tx, Draft>(db: Transactional<Tx>): MemoryRecorder<Tx, Draft> {
  const entries: Draft[] = [];
  return {
    entries,
    record: async (change) => {
      const outcome = await db.transaction().execute(change);
      entries.push(...outcome.entries);
      return outcome.value;
    },
  };
}
