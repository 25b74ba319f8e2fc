/**
 * The room of connected accounts: OAuth 2 with authorization servers that an admin named or a server pointed at. It guards refresh tokens,
 * client secrets and what binds a token to its issuer and its resource. It refuses an issuer that is not the one it said, an address
 * that is not allowed, a return that nobody waits for and a token that cannot be sent, and it marks a connection as broken only when
 * its server refused it definitely. A token leaves it for one use.
 */
export { OAuthError } from "./error.ts";
export { openOAuth } from "./open-oauth.ts";
export { PROVIDER_OWNER, type GrantVault, type Timing } from "./parts.ts";
export type { AccountEntryFacts, IssuedToken, OAuth, ProviderEntry } from "./oauth.ts";
export { createProtocol } from "./protocol.ts";
export { presetOf, PRESETS } from "./presets/presets.ts";
