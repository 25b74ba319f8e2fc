/**
 * The people's door: every procedure of the contract, put together from the rooms. It refuses what the caller's role or the vault's
 * state does not allow, and lets no secret into a reply but the two that are shown once.
 */
export { Authority } from "./authority.ts";
export { credentialRefs, missingCredentials, secretBindings } from "./credential-views.ts";
export { Discoverer } from "./discover.ts";
export { EventHub } from "./event-hub.ts";
export { KeychainError, noKeychain, type Keychain } from "./keychain.ts";
export { openFor, openWithKey } from "./opening.ts";
export type { Org, OrgFacts, Studio } from "./org.ts";
export { createRouter } from "./router.ts";
export { SecretIndex, secretRefOf } from "./secret-index.ts";
export { createKeyStore, createSecretStore } from "./vault-stores.ts";
