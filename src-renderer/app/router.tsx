import { createHashHistory, createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { NotFound } from "./not-found.tsx";
import { PageFault } from "./page-fault.tsx";
import {
  AccountsRoute,
  ActivityRoute,
  AgentsRoute,
  ApprovalsRoute,
  BackupsRoute,
  ConnectorsRoute,
  CredentialsRoute,
  DeskRoute,
  NoticesRoute,
  PeopleRoute,
  PoliciesRoute,
  ProvidersRoute,
  RedactionRoute,
  SettingsRoute,
  Start,
  VaultRoute,
} from "./route-pages.tsx";
import { Shell } from "./shell/shell.tsx";

export type AppRouter = ReturnType<typeof createAppRouter>;

/** The addresses of the window, behind the `#` so that no host has to know them. */
export function createAppRouter() {
  return createRouter({
    routeTree: routeTree(),
    history: createHashHistory(),
    defaultErrorComponent: PageFault,
    defaultNotFoundComponent: NotFound,
  });
}

/** One page for the list and for one thing in it: the list stays mounted while the choice moves. */
function routeTree() {
  const root = createRootRoute({ component: Shell });
  const at = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const connectors = (kind: Parameters<typeof ConnectorsRoute>[0]["kind"]) => () => <ConnectorsRoute kind={kind} />;
  const agents = (kind: Parameters<typeof AgentsRoute>[0]["kind"]) => () => <AgentsRoute kind={kind} />;
  const policies = (kind: Parameters<typeof PoliciesRoute>[0]["kind"]) => () => <PoliciesRoute kind={kind} />;
  const credentials = (kind: Parameters<typeof CredentialsRoute>[0]["kind"]) => () => <CredentialsRoute kind={kind} />;
  const providers = (kind: Parameters<typeof ProvidersRoute>[0]["kind"]) => () => <ProvidersRoute kind={kind} />;
  const people = (kind: Parameters<typeof PeopleRoute>[0]["kind"]) => () => <PeopleRoute kind={kind} />;
  return root.addChildren([
    at("/", Start),
    at("/approvals/{-$callId}", ApprovalsRoute),
    at("/activity/{-$callId}", ActivityRoute),
    at("/agents/{-$sessionId}", agents("sessions")),
    at("/agents/connect", agents("connect")),
    at("/agents/standing/new", agents("new-standing")),
    at("/agents/standing/{-$standingId}", agents("standing")),
    at("/agents/keys/new", agents("new-key")),
    at("/agents/keys/{-$keyId}", agents("keys")),
    at("/connectors/{-$connectorId}", connectors("list")),
    at("/connectors/new", connectors("new")),
    at("/connectors/$connectorId/edit", connectors("edit")),
    at("/connectors/$connectorId/approval", connectors("approval")),
    at("/connectors/$connectorId/tools/$toolId", connectors("tool")),
    at("/desk/{-$toolId}", DeskRoute),
    at("/policies/{-$policyId}", policies("list")),
    at("/policies/new", policies("new")),
    at("/credentials/{-$credentialId}", credentials("list")),
    at("/credentials/new", credentials("new")),
    at("/accounts/{-$providerId}", AccountsRoute),
    at("/accounts/providers/{-$providerId}", providers("list")),
    at("/accounts/providers/new/{-$preset}", providers("new")),
    at("/accounts/providers/$providerId/edit", providers("edit")),
    at("/people/{-$memberId}", people("members")),
    at("/people/teams/{-$teamId}", people("teams")),
    at("/people/teams/new", people("new-team")),
    at("/people/invitations/{-$invitationId}", people("invitations")),
    at("/people/invitations/new", people("new-invitation")),
    at("/vault", VaultRoute),
    at("/backups", BackupsRoute),
    at("/settings", SettingsRoute),
    at("/settings/redaction", RedactionRoute),
    at("/settings/notices", NoticesRoute),
  ]);
}
