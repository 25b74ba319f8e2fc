import type { KeychainState } from "../../src-contract/vault.ts";
import type { Secret } from "../base/secret.ts";

/** A port: what the operating system keeps for members, reached through the host. Entries are 32 bytes under a name. */
export interface Keychain {
  state(): Promise<KeychainState>;
  /** @throws {KeychainError} */
  save(name: string, secret: Secret): Promise<void>;
  /** The caller wipes it. @throws {KeychainError} */
  load(name: string): Promise<Secret>;
  /** @throws {KeychainError} */
  remove(name: string): Promise<void>;
}

/** The operating system's keychain could not do what was asked. Its message is for people. */
export class KeychainError extends Error {
  override readonly name = "KeychainError";
  readonly code = "keychain_unavailable";
}

/** The keychain of a host that has none. */
export function noKeychain(reason: string): Keychain {
  const refuse = (): Promise<never> => Promise.reject(new KeychainError(reason));
  return { state: async () => ({ kind: "unavailable", reason }), save: refuse, load: refuse, remove: refuse };
}

/** Where a member's keychain secret is kept. */
export function keychainEntry(orgId: string, memberId: string): string {
  return `vault/${orgId}/${memberId}`;
}

/** Removes what the keychain keeps for a member who is gone. It opens nothing any more, so that a keychain that fails is no matter. */
export async function forgetInKeychain(keychain: Keychain, orgId: string, memberId: string): Promise<void> {
  await keychain.remove(keychainEntry(orgId, memberId)).catch(() => {});
}
