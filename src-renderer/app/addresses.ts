/** The places of the rail. */
export type PlaceId = (typeof PLACE_IDS)[number];

const PLACE_IDS = [
  "approvals",
  "activity",
  "agents",
  "connectors",
  "desk",
  "policies",
  "credentials",
  "accounts",
  "people",
  "vault",
  "backups",
  "settings",
] as const;

/** Addresses of pages, as paths behind the `#`. */
export const addresses = {
  approvals: (callId?: string) => withId("/approvals", callId),
  activity: (callId?: string) => withId("/activity", callId),
  log: () => "/activity?show=log",
  proof: () => "/activity?show=proof",
  agents: (sessionId?: string) => withId("/agents", sessionId),
  keys: (keyId?: string) => withId("/agents/keys", keyId),
  newKey: () => "/agents/keys/new",
  standing: (standingId?: string) => withId("/agents/standing", standingId),
  newStanding: () => "/agents/standing/new",
  connectAgent: () => "/agents/connect",
  connectors: (connectorId?: string) => withId("/connectors", connectorId),
  newConnector: () => "/connectors/new",
  editConnector: (connectorId: string) => `/connectors/${connectorId}/edit`,
  tool: (connectorId: string, toolId: string) => `/connectors/${connectorId}/tools/${toolId}`,
  connectorApproval: (connectorId: string) => `/connectors/${connectorId}/approval`,
  desk: (toolId?: string) => withId("/desk", toolId),
  policies: (policyId?: string) => withId("/policies", policyId),
  newPolicy: () => "/policies/new",
  credentials: (credentialId?: string) => withId("/credentials", credentialId),
  newCredential: () => "/credentials/new",
  accounts: (providerId?: string) => withId("/accounts", providerId),
  providers: (providerId?: string) => withId("/accounts/providers", providerId),
  newProvider: (preset?: string) => withId("/accounts/providers/new", preset),
  editProvider: (providerId: string) => `/accounts/providers/${providerId}/edit`,
  people: (memberId?: string) => withId("/people", memberId),
  teams: (teamId?: string) => withId("/people/teams", teamId),
  newTeam: () => "/people/teams/new",
  invitations: (invitationId?: string) => withId("/people/invitations", invitationId),
  newInvitation: () => "/people/invitations/new",
  vault: () => "/vault",
  backups: () => "/backups",
  settings: () => "/settings",
  redaction: () => "/settings/redaction",
  notices: () => "/settings/notices",
} as const;

/** The same as a link's address. */
export function hrefOf(path: string): string {
  return `#${path}`;
}

/** The place of the rail that a path belongs to. */
export function placeOfPath(path: string): PlaceId | null {
  const first = path.split("/")[1] ?? "";
  return isPlace(first) ? first : null;
}

/** The start of the place that a path belongs to: what stays when the organization changes, since ids do not. */
export function startOfPlace(path: string): string {
  const place = placeOfPath(path);
  return place === null ? "/" : `/${place}`;
}

function isPlace(text: string): text is PlaceId {
  return PLACE_IDS.some((id) => id === text);
}

function withId(path: string, id: string | undefined): string {
  return id === undefined ? path : `${path}/${id}`;
}
