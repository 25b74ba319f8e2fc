import { hash } from "node:crypto";
import type { MemberId, OrgId, ProviderId } from "../../src-contract/ids.ts";
import { digestJson } from "../base/canonical-json.ts";
import type { ProviderEntry } from "./oauth.ts";
import { PROVIDER_OWNER, type GrantRef } from "./parts.ts";

/** Whose account: a member's own, or (null) the organization's. */
export type Owner = MemberId | null;

const GRANT = "grant";
const REGISTRATION = "registration/";

/** Where the grant of an account is sealed: under the member's own keys where it is theirs. */
export function grantRef(orgId: OrgId, ownerId: ProviderId, owner: Owner): GrantRef {
  const of = { ownerKind: PROVIDER_OWNER, ownerId, field: GRANT } as const;
  return owner === null ? { scope: "org", scopeId: orgId, ...of } : { scope: "user", scopeId: owner, ...of };
}

/** Whether a grant is sealed there. */
export function isGrant({ field }: GrantRef): boolean {
  return field === GRANT;
}

/** Whose grant is sealed there. */
export function ownerOf({ scope, scopeId }: GrantRef): Owner {
  return scope === "org" ? null : (scopeId as MemberId); // Written by `grantRef` from one.
}

/**
 * Where the secret of an app that an admin registered is sealed, and who took it first (`issuer`). Both belong to this server and this app
 * alone: with another one in the configuration they are not found.
 */
export function registeredRef(
  orgId: OrgId,
  { id, config: { server, client } }: Pick<ProviderEntry, "id" | "config">,
  kind: "client" | "issuer",
): GrantRef {
  const of = digestJson([server, client.kind === "registered" ? client.clientId : null]).slice(0, 16);
  return { scope: "org", scopeId: orgId, ownerKind: PROVIDER_OWNER, ownerId: id, field: `${kind}/${of}` };
}

/** Where a dynamic registration is sealed: one for each issuer and each way to come back. */
export function registrationRef(orgId: OrgId, ownerId: ProviderId, issuer: string, redirectKind: string): GrantRef {
  const of = hash("sha256", JSON.stringify([issuer, redirectKind]), "hex").slice(0, 16);
  return { scope: "org", scopeId: orgId, ownerKind: PROVIDER_OWNER, ownerId, field: `${REGISTRATION}${of}` };
}

/** Whether a dynamic registration is sealed there. */
export function isRegistration({ field }: GrantRef): boolean {
  return field.startsWith(REGISTRATION);
}

/** Names a sealed thing as one text: for maps, leases and what redaction learns. */
export function nameOfRef({ scope, scopeId, ownerId, field }: GrantRef): string {
  return `${ownerId}/${scope}/${scopeId}/${field}`;
}
