import type { MemberId, TeamId } from "../../src-contract/ids.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import {
  AUTHORITY_SIGNATURE,
  authorityDigests,
  dropAuthority,
  setSettingText,
  settingText,
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
      "Members, connectors, providers, classifications, policies, keys, settings or what holds agents' sessions back were changed outside the studio. Nothing was done. Lock the vault and sign in again to see what that means.",
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
  readonly vault: () => Pick<
    Vault,
    "state" | "authority" | "changeAuthority" | "memberFacts" | "isAdmin" | "signAsAdmin" | "verifyAdmin"
  >;
}

const LABEL = "gatehouse/authority/1";

/**
 * Guards the rows that give power. A program that runs as the same person can write the database, but it cannot make the vault's
 * manifest, which knows their digest: that takes the organization's key, and so a passphrase. A member, who has that key, cannot make
 * the admins' signature over those rows that admins alone may change. Both are made anew with every change, and the rows are held
 * against them at every unlock and before every change.
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

  /** Whether the rows were found to be what they were since the vault was opened. Until then nothing may use what they say. */
  get isChecked(): boolean {
    return this.#isChecked;
  }

  #isGuarding(): boolean {
    return this.#isChecked && this.#parts.vault().state.kind === "unlocked";
  }

  #recordSealed<T>(change: Change<T>): Promise<T> {
    const { record, vault } = this.#parts;
    return vault().changeAuthority((seal) =>
      record(async (tx) => {
        const before = await authorityDigests(tx);
        if (before.all !== vault().authority()) throw new AuthorityError();
        const outcome = await change(tx);
        const after = await authorityDigests(tx);
        if (after.admins !== before.admins) await this.#sign(tx, after.admins);
        if (after.all !== before.all) await store(tx, seal(after.all));
        return outcome;
      }),
    );
  }

  /** Takes the rows as they are for what counts: at first run, and after an admin was told. @throws {VaultError} `not_admin`. */
  async begin(): Promise<void> {
    const { record, vault } = this.#parts;
    await vault().changeAuthority((seal) =>
      record(async (tx) => {
        const { all, admins } = await authorityDigests(tx);
        await this.#sign(tx, admins);
        await store(tx, seal(all));
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
    const { all, admins } = await authorityDigests(db);
    this.#isChecked = all === vault().authority() && (await this.#isSigned(admins));
    return this.#isChecked;
  }

  /** Signs the admins' rows under the present admin key: after it was replaced. Only an admin can; for others nothing changes. */
  async signAnew(): Promise<void> {
    const { db, record, vault } = this.#parts;
    if (!this.#isGuarding() || !vault().isAdmin || (await this.#isSigned((await authorityDigests(db)).admins))) return;
    await record(async (tx) => {
      const { all, admins } = await authorityDigests(tx);
      if (all !== vault().authority()) throw new AuthorityError();
      await this.#sign(tx, admins);
      return { value: undefined, entries: [] };
    });
  }

  async #sign(tx: OrgDb, admins: string): Promise<void> {
    const { vault, orgId } = this.#parts;
    const signature = Buffer.from(vault().signAsAdmin(LABEL, [orgId, admins])).toString("base64");
    await setSettingText(tx, AUTHORITY_SIGNATURE, JSON.stringify(signature));
  }

  async #isSigned(admins: string): Promise<boolean> {
    const { db, vault, orgId } = this.#parts;
    const text = await settingText(db, AUTHORITY_SIGNATURE);
    const signature = Buffer.from(text?.replaceAll('"', "") ?? "", "base64");
    return signature.byteLength === 64 && vault().verifyAdmin(LABEL, [orgId, admins], new Uint8Array(signature));
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
  const before = await authorityDigests(tx);
  const outcome = await change(tx);
  if ((await authorityDigests(tx)).all !== before.all) throw new VaultError("vault_locked");
  return outcome;
}

async function store(tx: OrgDb, write: ManifestWrite): Promise<void> {
  if (!(await putManifest(tx, write))) throw new AuthorityError();
}
