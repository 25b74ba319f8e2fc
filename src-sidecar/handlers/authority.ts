import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import {
  AUTHORITY_SEAL,
  authorityDigest,
  dropAuthority,
  settingText,
  setSettingText,
  type OrgDb,
  type Recorder,
} from "../store/index.ts";
import { VaultError, type Vault } from "../vault/index.ts";

/** The rows that decide what may happen were changed by something else than this studio. */
class AuthorityError extends Error {
  readonly code = "conflict";

  constructor() {
    super(
      "Connectors, classifications, policies, keys or settings were changed outside the studio. Nothing was done. Lock the vault and sign in again to see what that means.",
    );
    this.name = "AuthorityError";
  }
}

export interface AuthorityParts {
  readonly orgId: string;
  readonly db: OrgDb;
  readonly clock: Clock;
  /** The audit log's own recorder. */
  readonly record: Recorder;
  readonly vault: () => Vault;
}

/**
 * Guards the rows that give power. A program that runs as the same person can write the database, but it cannot make this seal: that
 * takes the organization's key, and so the passphrase. The seal is made anew with every change of an admin and checked at every unlock
 * and before every change.
 */
export class Authority {
  readonly #parts: AuthorityParts;
  /** The digest that is sealed; null while the vault is locked. */
  #sealed: string | null = null;

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
  }

  /** Records a change as the log does, and seals what it leaves. @throws {AuthorityError} when the rows were changed meanwhile. */
  readonly record: Recorder = async (change) => {
    let next = this.#sealed;
    const value = await this.#parts.record(async (tx) => {
      const isOpen = this.#isOpen();
      if (isOpen && this.#sealed !== null && (await authorityDigest(tx)) !== this.#sealed) throw new AuthorityError();
      const outcome = await change(tx);
      if (isOpen && this.#sealed !== null) next = await this.#seal(tx);
      return outcome;
    });
    this.#sealed = next;
    return value;
  };

  /** Seals the rows as they are: at first run, and after a person was told. */
  async begin(): Promise<void> {
    await this.#parts.record(async (tx) => {
      this.#sealed = await this.#seal(tx);
      return { value: undefined, entries: [] };
    });
  }

  /**
   * Checks the rows right after an unlock.
   *
   * @returns false when they are not what was sealed. Then all keys are revoked, all classifications dropped and all open calls
   * cancelled, before anything could use them.
   */
  async check(): Promise<boolean> {
    const { db } = this.#parts;
    const digest = await authorityDigest(db);
    if ((await this.#sealedDigest()) === digest) {
      this.#sealed = digest;
      return true;
    }
    await this.drop();
    await this.begin();
    return false;
  }

  /** Takes back all power that the rows give. Whoever calls it seals what is left, or finds it unsealed at the next unlock. */
  async drop(): Promise<void> {
    const { record, clock } = this.#parts;
    this.#sealed = null;
    await record(async (tx) => {
      const body = await dropAuthority(tx, clock.now());
      const entry = { actor: GATEHOUSE_ACTOR, action: "authority.dropped", subject: this.#parts.orgId, body };
      return { value: undefined, entries: [entry] };
    });
  }

  /** The vault was locked: nothing is known any more. */
  forget(): void {
    this.#sealed = null;
  }

  async #seal(tx: OrgDb): Promise<string> {
    const digest = await authorityDigest(tx);
    const envelope = this.#parts.vault().sealBody(this.#context(), Buffer.from(digest));
    await setSettingText(tx, AUTHORITY_SEAL, JSON.stringify(Buffer.from(envelope).toString("base64")));
    return digest;
  }

  async #sealedDigest(): Promise<string | null> {
    const text = await settingText(this.#parts.db, AUTHORITY_SEAL);
    if (text === undefined) return null;
    try {
      const envelope = Buffer.from(String(JSON.parse(text)), "base64");
      return Buffer.from(this.#parts.vault().openBody(this.#context(), new Uint8Array(envelope))).toString("utf8");
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof VaultError && error.code !== "vault_locked")) return null; // A seal that does not open is no seal.
      throw error;
    }
  }

  #context() {
    const { orgId } = this.#parts;
    const owner = { ownerKind: "authority", ownerId: orgId, recordId: orgId, field: "digest" };
    return { orgId, scope: "org", scopeId: orgId, ...owner, schema: 1, rev: 1 } as const;
  }

  #isOpen(): boolean {
    return this.#parts.vault().state.kind === "unlocked";
  }
}
