import { taint as taintSchema, type Taint } from "../../src-contract/gate.ts";
import type { KeyId } from "../../src-contract/ids.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { clearTaintRowsOf, taintRows, updateSessionRow } from "../store/index.ts";
import type { AccessOptions, SessionOfKey } from "./access.ts";

type Options = Pick<AccessOptions, "db" | "record" | "changed">;

/**
 * What the sessions of each key read that strangers may have written. It is kept by key, because an agent that calls itself by another
 * name, or comes back later, may remember what it read.
 */
export class Taints {
  readonly #options: Options;
  readonly #byKey = new Map<KeyId, Taint>();
  /** Those that could not be written: they count all the same, and are written with the next. */
  readonly #unwritten = new Set<KeyId>();
  /** Those that a person is clearing at the moment. */
  readonly #clearing = new Map<KeyId, Promise<unknown>>();

  private constructor(options: Options) {
    this.#options = options;
  }

  /** @throws when a row is not what this room wrote: without it a session would pass for one that read nothing. */
  static async open(options: Options): Promise<Taints> {
    const taints = new Taints(options);
    for (const { key_id, taint } of await taintRows(options.db)) {
      const read = taintSchema.parse(JSON.parse(taint ?? "null"));
      const known = taints.#byKey.get(key_id);
      if (!known || read.at < known.at) taints.#byKey.set(key_id, read);
    }
    return taints;
  }

  of(key: KeyId): Taint | null {
    return this.#byKey.get(key) ?? null;
  }

  /** Notes such a text, unless there is an older one. */
  async note({ sessionId, keyId }: SessionOfKey, taint: Taint, keyName: string): Promise<void> {
    // What comes in meanwhile is not what the person looked at.
    const clearing = this.#clearing.get(keyId);
    if (clearing) await clearing;
    const known = this.#byKey.get(keyId);
    if (known && !this.#unwritten.delete(keyId)) return;
    const noted = known ?? taint;
    this.#byKey.set(keyId, noted);
    try {
      await this.#options.record(async (tx) => {
        await updateSessionRow(tx, sessionId, { taint: JSON.stringify(noted) });
        const entry = { actor: `agent:${keyName}`, action: "session.tainted", subject: sessionId, body: noted };
        return { value: undefined, entries: [entry] };
      });
    } catch (error) {
      this.#unwritten.add(keyId);
      throw error;
    }
    this.#options.changed(["sessions"]);
  }

  /** Says that a person clears a key's, until this has settled. */
  whileClearing(keyId: KeyId, turn: Promise<unknown>): void {
    const clearing = turn
      .catch(() => {}) // Whoever clears it hears of that.
      .finally(() => {
        if (this.#clearing.get(keyId) === clearing) this.#clearing.delete(keyId);
      });
    this.#clearing.set(keyId, clearing);
  }

  /** A person has looked at it. */
  async clear({ sessionId, keyId }: SessionOfKey, by: Actor): Promise<void> {
    const was = this.of(keyId);
    if (was === null) return;
    await this.#options.record(async (tx) => {
      await clearTaintRowsOf(tx, keyId);
      const entry = { actor: actorName(by), action: "session.taint-cleared", subject: sessionId, body: { was } };
      return { value: undefined, entries: [entry] };
    });
    this.#byKey.delete(keyId);
    this.#unwritten.delete(keyId);
  }
}
