import type { MemberId, TeamId } from "../../src-contract/ids.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import {
  authorityDigest,
  dropAuthority,
  type AuditDraft,
  type OrgDb,
  type ProvenMember,
  type Recorder,
} from "../store/index.ts";
import { VaultError, type ManifestWrite, type MemberFacts, type Vault } from "../vault/index.ts";
import { putManifest } from "./vault-stores.ts";

/** The rows that decide what may happen were changed by something else than this studio. */
class AuthorityError extends Error {
  readonly code = "conflict";

  constructor() {
    super(
      "Members, connectors, classifications, policies, keys or settings were changed outside the studio. Nothing was done. Lock the vault and sign in again to see what that means.",
    );
    this.name = "AuthorityError";
  }
}

type Change<T> = (tx: OrgDb) => Promise<{ readonly value: T; readonly entries: readonly AuditDraft[] }>;

export interface AuthorityParts {
  readonly orgId: string;
  readonly db: OrgDb;
  readonly clock: Clock;
  /** The audit log's own recorder. */
  readonly record: Recorder;
  readonly vault: () => Pick<Vault, "state" | "authority" | "changeAuthority" | "memberFacts">;
}

/**
 * Guards the rows that give power. A program that runs as the same person can write the database, but it cannot make the vault's
 * manifest, which knows their digest: that takes the organization's key, and so the passphrase. The manifest is made anew with every
 * change of theirs, and they are held against it at every unlock and before every change.
 */
export class Authority {
  readonly #parts: AuthorityParts;
  /** True once the rows were held against the manifest since the vault was opened. */
  #isChecked = false;

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
  }

  /**
   * Records a change as the log does, and lets the manifest know what it leaves. While the vault is closed only notes of use pass.
   *
   * @throws {AuthorityError} when the rows were changed meanwhile.
   * @throws {VaultError} `vault_locked`.
   */
  readonly record: Recorder = async (change) => {
    let hasBegun = false;
    const noted: typeof change = (tx) => {
      hasBegun = true;
      return change(tx);
    };
    try {
      if (this.#isGuarding()) return await this.#recordSealed(noted);
    } catch (error) {
      // Locked while it waited for its turn: what needs no seal is written all the same.
      if (hasBegun || this.#isGuarding()) throw error;
    }
    return this.#parts.record((tx) => powerless(tx, change));
  };

  #isGuarding(): boolean {
    return this.#isChecked && this.#parts.vault().state.kind === "unlocked";
  }

  #recordSealed<T>(change: Change<T>): Promise<T> {
    const { record, vault } = this.#parts;
    return vault().changeAuthority((seal) =>
      record(async (tx) => {
        const known = vault().authority();
        if ((await authorityDigest(tx)) !== known) throw new AuthorityError();
        const outcome = await change(tx);
        const digest = await authorityDigest(tx);
        if (digest !== known) await store(tx, seal(digest));
        return outcome;
      }),
    );
  }

  /** Takes the rows as they are for what counts: at first run, and after a person was told. */
  async begin(): Promise<void> {
    const { record, vault } = this.#parts;
    await vault().changeAuthority((seal) =>
      record(async (tx) => {
        await store(tx, seal(await authorityDigest(tx)));
        return { value: undefined, entries: [] };
      }),
    );
    this.#isChecked = true;
  }

  /**
   * Checks the rows right after an unlock, before anything uses them.
   *
   * @returns false when they are not what they were.
   */
  async check(): Promise<boolean> {
    const { db, vault } = this.#parts;
    this.#isChecked = (await authorityDigest(db)) === vault().authority();
    return this.#isChecked;
  }

  /** The vault was locked: nothing is known any more. */
  forget(): void {
    this.#isChecked = false;
  }

  /**
   * Takes back all power that the rows give: keys are revoked, classifications dropped, open calls cancelled, and people are what the
   * vault proves. Cut off before `begin`, it is found at the next unlock and done again.
   */
  async drop(): Promise<void> {
    const { record, clock, vault, orgId: subject } = this.#parts;
    this.#isChecked = false;
    const proven = (await vault().memberFacts()).map(provenOf);
    await record(async (tx) => {
      const body = await dropAuthority(tx, clock.now(), proven);
      return { value: undefined, entries: [{ actor: GATEHOUSE_ACTOR, action: "authority.dropped", subject, body }] };
    });
  }
}

function provenOf({ memberId, isAdmin, teams }: MemberFacts): ProvenMember {
  const id = memberId as MemberId; // The vault's rows were written from such an id, and proven at the unlock.
  return { id, isAdmin, teams: teams as readonly TeamId[] }; // Those of teams likewise.
}

// A change that gives power would be found unsealed at the next unlock, and taken for somebody else's.
async function powerless<T>(tx: OrgDb, change: Change<T>): ReturnType<Change<T>> {
  const before = await authorityDigest(tx);
  const outcome = await change(tx);
  if ((await authorityDigest(tx)) !== before) throw new VaultError("vault_locked");
  return outcome;
}

async function store(tx: OrgDb, write: ManifestWrite): Promise<void> {
  if (!(await putManifest(tx, write))) throw new AuthorityError();
}
