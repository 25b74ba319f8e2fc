import type { CredentialId, MemberId, OrgId, TeamId } from "../../src-contract/ids.ts";
import type { Secret } from "../base/secret.ts";
import type { SecretFacts, SecretRef, Vault } from "../vault/index.ts";

/** What kind of thing the values of credentials belong to, in the vault. */
export const CREDENTIAL_OWNER = "credential";
const FIELD = "value";

/** Whose value of a credential is meant. */
export type ValueOwner =
  | { readonly kind: "org" }
  | { readonly kind: "team"; readonly id: TeamId }
  | { readonly kind: "member"; readonly id: MemberId };

/** Names a value of a credential in the vault. */
export function secretRefOf(orgId: OrgId, credentialId: CredentialId, owner: ValueOwner): SecretRef {
  const of = { ownerKind: CREDENTIAL_OWNER, ownerId: credentialId, field: FIELD };
  switch (owner.kind) {
    case "org":
      return { scope: "org", scopeId: orgId, ...of };
    case "team":
      return { scope: "team", scopeId: owner.id, ...of };
    case "member":
      return { scope: "user", scopeId: owner.id, ...of };
  }
}

/** What is known of a value that was opened once: which fields it has, or that it does not open. */
export type Contents = { readonly kind: "fields"; readonly names: readonly string[] } | { readonly kind: "unreadable" };

/** A value that is about to be stored. */
export type Announced = readonly [ref: SecretRef, material: Secret];

/** Which credentials have a value, since when and in which revision: facts, never values, in memory. */
export class SecretIndex {
  readonly #vault: Pick<Vault, "listSecrets">;
  #facts = new Map<string, SecretFacts>();
  #contents = new Map<string, Contents>();
  readonly #announced = new Set<Announced>();
  #lastTurn: Promise<unknown> = Promise.resolve();
  #lastPass: Promise<unknown> = Promise.resolve();

  constructor(vault: Pick<Vault, "listSecrets">) {
    this.#vault = vault;
  }

  /** Changes values one after another: an edit reads what is there before it writes. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined); // Whoever asked for it gets the error.
    return turn;
  }

  /** Goes through all values one pass after another: a pass that began before a value was announced cannot make it unknown again. */
  passInTurn<T>(work: () => Promise<T>): Promise<T> {
    const pass = this.#lastPass.then(work);
    this.#lastPass = pass.catch(() => undefined); // Whoever asked for it gets the error.
    return pass;
  }

  /** Names a value that is about to be stored, until it is or is not: redaction learns it like those that are. */
  announce(ref: SecretRef, material: Secret): Disposable {
    const announced: Announced = [ref, material];
    this.#announced.add(announced);
    return { [Symbol.dispose]: () => void this.#announced.delete(announced) };
  }

  announced(): Iterable<Announced> {
    return this.#announced;
  }

  /** Reads the facts again. Whoever changes a secret calls it. */
  async refresh(): Promise<void> {
    const facts = await this.#vault.listSecrets();
    this.#facts = new Map(facts.map((one) => [keyOf(one), one]));
  }

  find(ref: SecretRef): SecretFacts | undefined {
    return this.#facts.get(keyOf(ref));
  }

  /** All values of a credential, whosever they are. */
  of(credentialId: CredentialId): readonly SecretFacts[] {
    return [...this.#facts.values()].filter(
      ({ ownerKind, ownerId }) => ownerKind === CREDENTIAL_OWNER && ownerId === credentialId,
    );
  }

  /** How many values there are in a scope. */
  count(scope: SecretRef["scope"], scopeId: string): number {
    return [...this.#facts.values()].filter((one) => one.scope === scope && one.scopeId === scopeId).length;
  }

  /** What was found in the values that could be opened, in the place of what was known before. */
  noteContents(contents: readonly (readonly [SecretRef, Contents])[]): void {
    this.#contents = new Map(contents.map(([ref, found]) => [keyOf(ref), found]));
  }

  /** Undefined while nobody who holds its keys has opened the vault. */
  contents(ref: SecretRef): Contents | undefined {
    return this.#contents.get(keyOf(ref));
  }
}

function keyOf({ scope, scopeId, ownerKind, ownerId, field }: SecretRef): string {
  return JSON.stringify([scope, scopeId, ownerKind, ownerId, field]);
}
