import type { CredentialId, MemberId, OrgId } from "../../src-contract/ids.ts";
import type { CredentialScope } from "../../src-contract/access.ts";
import type { SecretFacts, SecretRef, Vault } from "../vault/index.ts";

const OWNER_KIND = "credential";
const FIELD = "value";

/** Names the value of a credential in the vault: the organization's, or one member's own. */
export function secretRefOf(
  orgId: OrgId,
  credentialId: CredentialId,
  scope: CredentialScope,
  member: MemberId | null,
): SecretRef {
  const owner = { ownerKind: OWNER_KIND, ownerId: credentialId, field: FIELD };
  if (scope === "org_secret") return { scope: "org", scopeId: orgId, ...owner };
  if (member === null) throw new Error("internal: a member's own value was meant, and no member");
  return { scope: "user", scopeId: member, ...owner };
}

/** Which credentials have a value, since when and in which revision: facts, never values, in memory. */
export class SecretIndex {
  readonly #vault: Pick<Vault, "listSecrets">;
  #facts = new Map<string, SecretFacts>();

  constructor(vault: Pick<Vault, "listSecrets">) {
    this.#vault = vault;
  }

  /** Reads the facts again. Whoever changes a secret calls it. */
  async refresh(): Promise<void> {
    const facts = await this.#vault.listSecrets();
    this.#facts = new Map(facts.map((one) => [keyOf(one), one]));
  }

  find(ref: SecretRef): SecretFacts | undefined {
    return this.#facts.get(keyOf(ref));
  }
}

function keyOf({ scope, scopeId, ownerKind, ownerId, field }: SecretRef): string {
  return JSON.stringify([scope, scopeId, ownerKind, ownerId, field]);
}
