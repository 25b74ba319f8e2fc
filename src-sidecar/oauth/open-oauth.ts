import type { OAuth } from "./oauth.ts";
import type { OAuthParts } from "./parts.ts";

/** Opens the room for one organization. What the vault holds is read at `opened`. */
export async function openOAuth(parts: OAuthParts): Promise<OAuth> {
  throw new Error(`internal: not built yet for ${parts.orgId}`);
}
