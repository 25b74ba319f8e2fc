import type { MemberId } from "../../src-contract/ids.ts";
import { CallError, type SecretBinding, type SecretSource } from "../calls/index.ts";
import type { Catalog, CredentialEntry } from "../catalog/index.ts";
import { VaultError, type Vault } from "../vault/index.ts";
import { chooseValue, type ChoiceParts, type ValueChoice } from "./value-choice.ts";

export interface SecretSourceParts extends ChoiceParts {
  readonly catalog: Pick<Catalog, "snapshot" | "credentials">;
  readonly vault: Pick<Vault, "useSecret">;
}

/** Opens the values that calls go out with. What is not clear or not open is an error that says what to do, and nothing is sent. */
export function createSecretSource(parts: SecretSourceParts): SecretSource {
  return {
    use: async (binding, as, member) => {
      const credential = parts.catalog.snapshot().credentials.get(binding.credentialId);
      if (credential === undefined || credential.scope !== binding.kind) return null;
      const choice = chooseValue(parts, credential, member);
      if (choice.kind === "none") return null;
      const ref = decided(choice, credential, as, binding);
      try {
        const material = await parts.vault.useSecret(ref);
        parts.catalog.credentials.noteUse(credential.id);
        return { name: credential.name, authType: credential.authType, material };
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        if (error.code === "secret_missing") return null;
        if (error.code === "scope_locked") throw closed(parts, credential, member, choice);
        throw error;
      }
    },
  };
}

function decided(
  choice: Exclude<ValueChoice, { kind: "none" }>,
  credential: CredentialEntry,
  as: string,
  { kind }: SecretBinding,
) {
  switch (choice.kind) {
    case "value":
      return choice.ref;
    case "nobody":
      throw new CallError(
        "tool_unavailable",
        `${as} needs ${kind === "team_secret" ? "the value of a member's team" : "the own value of a member"}, and this key is shared. Use a key that is issued to a member.`,
      );
    case "several":
      throw new CallError(
        "tool_unavailable",
        `${JSON.stringify(credential.name)} has a value for more than one team of this member: ${namesOf(choice.teams)}. Remove it from all but one, or give the connector a credential of its own for each team. Nothing was sent.`,
      );
  }
}

function closed(
  { members }: ChoiceParts,
  credential: CredentialEntry,
  member: MemberId | null,
  choice: ValueChoice,
): CallError {
  const name = (member === null ? undefined : members.find(member)?.name) ?? "a member";
  const whose = choice.kind === "value" && credential.scope === "team_secret" ? `the team ${choice.owner}` : name;
  return new CallError(
    "scope_locked",
    `The call acts as ${name}, and the value of ${JSON.stringify(credential.name)} belongs to ${whose}, whose keys are not open. ${name} has to open the vault. Nothing was sent.`,
  );
}

function namesOf(teams: readonly { readonly name: string }[]): string {
  return teams.map(({ name }) => name).join(", ");
}
