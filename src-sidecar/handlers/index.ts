/**
 * The people's door: every procedure of the contract, put together from the rooms. It refuses what the caller's role or the vault's
 * state does not allow, and lets no secret into a reply but those that Gatehouse made and shows once.
 */
export { orAccountNeeded } from "./account-refused.ts";
export { AccountSecrets } from "./account-secrets.ts";
export { accountHealths, accountRefs, usesOf } from "./account-views.ts";
export { AccountWatch } from "./account-watch.ts";
export { Authority } from "./authority.ts";
export { createAuditVault } from "./audit-keys.ts";
export { bodyContext } from "./body-context.ts";
export { credentialRefs, missingCredentials } from "./credential-views.ts";
export { createGrantVault } from "./grant-vault.ts";
export { Discoverer } from "./discover.ts";
export { EventHub } from "./event-hub.ts";
export { decideIdle } from "./idle-lock.ts";
export { KeychainError, noKeychain, type Keychain } from "./keychain.ts";
export { openFor, openWithKey } from "./opening.ts";
export { LogAnchors } from "./log-anchors.ts";
export { loggedUses } from "./logged-uses.ts";
export { learnSecrets } from "./learn-secrets.ts";
export { closedOrgOf } from "./closed-org.ts";
export type { ClosedOrg, Org, OrgFacts, Studio } from "./org.ts";
export { Rotator } from "./rotation.ts";
export { eraseOldBodies } from "./retention.ts";
export { createRouter } from "./router.ts";
export { SecretIndex } from "./secret-index.ts";
export { createSecretSource } from "./secret-source.ts";
export { createTokenSource, freshenTokens } from "./token-source.ts";
export { openTelemetry } from "./telemetry.ts";
export { createTargets, memberOfTarget } from "./targets.ts";
export { endSessions } from "./sign-ins.ts";
export { createKeyStore, createSecretStore } from "./vault-stores.ts";
export { WaitingTeller } from "./waiting-teller.ts";
