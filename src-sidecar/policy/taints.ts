import { taint as taintSchema, type Taint } from "../../src-contract/gate.ts";
import type { KeyId } from "../../src-contract/ids.ts";
import { taintRows, type OrgDb } from "../store/index.ts";

/**
 * What the sessions of each key read that strangers may have written. It is kept by key, because an agent that calls itself by another
 * name, or comes back later, may remember what it read.
 */
export class Taints {
  readonly #byKey = new Map<KeyId, Taint>();
  readonly #unwritten = new Set<KeyId>();

  static async open(db: OrgDb): Promise<Taints> {
    const taints = new Taints();
    for (const { key_id, taint } of await taintRows(db)) taints.#add(key_id, taintOf(taint));
    return taints;
  }

  of(key: KeyId): Taint | null {
    return this.#byKey.get(key) ?? null;
  }

  /** Whether this one is to be written: false when there is an older one that was. */
  note(key: KeyId, taint: Taint): boolean {
    const isKept = this.#byKey.has(key) && !this.#unwritten.delete(key);
    if (!this.#byKey.has(key)) this.#byKey.set(key, taint);
    return !isKept;
  }

  /** It could not be written: it counts all the same, and the next one is written. */
  noteUnwritten(key: KeyId): void {
    this.#unwritten.add(key);
  }

  clear(key: KeyId): void {
    this.#byKey.delete(key);
  }

  #add(key: KeyId, taint: Taint): void {
    const known = this.#byKey.get(key);
    if (!known || taint.at < known.at) this.#byKey.set(key, taint);
  }
}

/** @throws when it is not what this room wrote: without it a session would pass for one that read nothing. */
function taintOf(text: string | null): Taint {
  return taintSchema.parse(JSON.parse(text ?? "null"));
}
