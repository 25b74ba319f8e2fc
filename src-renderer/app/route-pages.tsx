import { Navigate, useParams } from "@tanstack/react-router";
import { Suspense, type ReactNode } from "react";
import {
  useMember,
  type CallId,
  type ConnectorId,
  type CredentialId,
  type InvitationId,
  type KeyId,
  type MemberId,
  type PolicyId,
  type ProviderId,
  type SessionId,
  type StandingId,
  type TeamId,
  type ToolId,
} from "../client/index.ts";
import { AccountsPage, ConnectAccount } from "../features/accounts/index.tsx";
import type { AgentsPlace } from "../features/agents/index.tsx";
import type { ConnectorsPlace } from "../features/connectors/index.tsx";
import type { CredentialsPlace } from "../features/credentials/index.tsx";
import { NoticesPage } from "../features/notices/index.tsx";
import type { PeoplePlace } from "../features/people/index.tsx";
import type { PoliciesPlace } from "../features/policies/index.tsx";
import type { ProvidersPlace } from "../features/providers/index.tsx";
import { Skeleton } from "../ui/feedback/skeleton.tsx";
import { addresses, type PlaceId } from "./addresses.ts";
import {
  ActivityPage,
  AgentsPage,
  ApprovalsPage,
  BackupsPage,
  ConnectorsPage,
  CredentialsPage,
  DeskPage,
  PeoplePage,
  PoliciesPage,
  ProvidersPage,
  RedactionPage,
  SettingsPage,
  VaultPage,
} from "./lazy-pages.ts";
import { t } from "./messages/t.ts";
import { NoPermission } from "./no-permission.tsx";
import { places } from "./places.ts";
import { SettingsFrame } from "./settings-frame.tsx";
import { useGo } from "./use-go.ts";

/** Shows the page of a place to those who may use it. */
function Guarded({ place, children }: { readonly place: PlaceId; readonly children: ReactNode }) {
  const { may } = useMember();
  const found = places.find(({ id }) => id === place);
  if (found !== undefined && !may(found.role)) return <NoPermission title={found.label} />;
  return <Suspense fallback={<Skeleton />}>{children}</Suspense>;
}

/** Where a member lands: at what waits for them, or at what happened. */
export function Start() {
  const { may } = useMember();
  return <Navigate to={may("operator") ? addresses.approvals() : addresses.activity()} replace />;
}

export function ApprovalsRoute() {
  return (
    <Guarded place="approvals">
      <ApprovalsPage callId={useIds().callId} />
    </Guarded>
  );
}

export function ActivityRoute() {
  return (
    <Guarded place="activity">
      <ActivityPage callId={useIds().callId} />
    </Guarded>
  );
}

export function ConnectorsRoute({ kind }: { readonly kind: ConnectorsPlace["kind"] }) {
  const go = useGoTo(pathOfConnectors);
  const { connectorId, toolId } = useIds();
  return (
    <Guarded place="connectors">
      <ConnectorsPage place={connectorsPlace(kind, connectorId, toolId)} onGo={go} renderAccount={renderAccount} />
    </Guarded>
  );
}

function renderAccount(providerId: ProviderId) {
  return <ConnectAccount providerId={providerId} />;
}

export function DeskRoute() {
  return (
    <Guarded place="desk">
      <DeskPage toolId={useIds().toolId} />
    </Guarded>
  );
}

export function AgentsRoute({ kind }: { readonly kind: AgentsPlace["kind"] }) {
  const go = useGoTo(pathOfAgents);
  return (
    <Guarded place="agents">
      <AgentsPage place={agentsPlace(kind, useIds())} onGo={go} />
    </Guarded>
  );
}

export function PoliciesRoute({ kind }: { readonly kind: PoliciesPlace["kind"] }) {
  const go = useGoTo(pathOfPolicies);
  const { policyId: id } = useIds();
  return (
    <Guarded place="policies">
      <PoliciesPage place={kind === "new" ? { kind } : { kind, id }} onGo={go} />
    </Guarded>
  );
}

export function CredentialsRoute({ kind }: { readonly kind: CredentialsPlace["kind"] }) {
  const go = useGoTo(pathOfCredentials);
  const { credentialId: id } = useIds();
  return (
    <Guarded place="credentials">
      <CredentialsPage place={kind === "new" ? { kind } : { kind, id }} onGo={go} />
    </Guarded>
  );
}

export function AccountsRoute() {
  const go = useGo();
  return (
    <Guarded place="accounts">
      <AccountsPage place={{ id: useIds().providerId }} onGo={({ id }) => go(addresses.accounts(id ?? undefined))} />
    </Guarded>
  );
}

export function ProvidersRoute({ kind }: { readonly kind: ProvidersPlace["kind"] }) {
  const go = useGoTo(pathOfProviders);
  const { may } = useMember();
  const { providerId, preset } = useIds();
  if (!may("admin")) return <NoPermission title={t("palette.providers")} />;
  return (
    <Guarded place="accounts">
      <ProvidersPage place={providersPlace(kind, providerId, preset)} onGo={go} />
    </Guarded>
  );
}

export function PeopleRoute({ kind }: { readonly kind: PeoplePlace["kind"] }) {
  const go = useGoTo(pathOfPeople);
  return (
    <Guarded place="people">
      <PeoplePage place={peoplePlace(kind, useIds())} onGo={go} />
    </Guarded>
  );
}

export function VaultRoute() {
  return (
    <Guarded place="vault">
      <VaultPage />
    </Guarded>
  );
}

export function BackupsRoute() {
  return (
    <Guarded place="backups">
      <BackupsPage />
    </Guarded>
  );
}

export function SettingsRoute() {
  return (
    <SettingsFrame part="general">
      <Guarded place="settings">
        <SettingsPage />
      </Guarded>
    </SettingsFrame>
  );
}

export function RedactionRoute() {
  return (
    <SettingsFrame part="redaction">
      <Guarded place="settings">
        <RedactionPage />
      </Guarded>
    </SettingsFrame>
  );
}

export function NoticesRoute() {
  return (
    <SettingsFrame part="notices">
      <Guarded place="settings">
        <NoticesPage />
      </Guarded>
    </SettingsFrame>
  );
}

/** The ids in the address. One that a person mistyped is a valid question: the sidecar answers that there is no such thing. */
function useIds() {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return {
    callId: (params["callId"] as CallId | undefined) ?? null, // as above
    connectorId: (params["connectorId"] as ConnectorId | undefined) ?? null, // as above
    toolId: (params["toolId"] as ToolId | undefined) ?? null, // as above
    sessionId: (params["sessionId"] as SessionId | undefined) ?? null, // as above
    standingId: (params["standingId"] as StandingId | undefined) ?? null, // as above
    keyId: (params["keyId"] as KeyId | undefined) ?? null, // as above
    policyId: (params["policyId"] as PolicyId | undefined) ?? null, // as above
    credentialId: (params["credentialId"] as CredentialId | undefined) ?? null, // as above
    providerId: (params["providerId"] as ProviderId | undefined) ?? null, // as above
    preset: params["preset"] ?? null,
    memberId: (params["memberId"] as MemberId | undefined) ?? null, // as above
    teamId: (params["teamId"] as TeamId | undefined) ?? null, // as above
    invitationId: (params["invitationId"] as InvitationId | undefined) ?? null, // as above
  };
}

function useGoTo<Place>(pathOf: (place: Place) => string): (place: Place) => void {
  const go = useGo();
  return (place) => go(pathOf(place));
}

function connectorsPlace(
  kind: ConnectorsPlace["kind"],
  connectorId: ConnectorId | null,
  toolId: ToolId | null,
): ConnectorsPlace {
  if (kind === "tool" && connectorId !== null && toolId !== null) return { kind, connectorId, toolId };
  if ((kind === "edit" || kind === "approval") && connectorId !== null) return { kind, id: connectorId };
  return kind === "new" ? { kind } : { kind: "list", id: connectorId };
}

function pathOfConnectors(place: ConnectorsPlace): string {
  switch (place.kind) {
    case "list":
      return addresses.connectors(place.id ?? undefined);
    case "new":
      return addresses.newConnector();
    case "edit":
      return addresses.editConnector(place.id);
    case "approval":
      return addresses.connectorApproval(place.id);
    case "tool":
      return addresses.tool(place.connectorId, place.toolId);
  }
}

function agentsPlace(kind: AgentsPlace["kind"], ids: ReturnType<typeof useIds>): AgentsPlace {
  switch (kind) {
    case "sessions":
      return { kind, id: ids.sessionId };
    case "keys":
      return { kind, id: ids.keyId };
    case "standing":
      return { kind, id: ids.standingId };
    case "new-key":
    case "new-standing":
    case "connect":
      return { kind };
  }
}

function pathOfAgents(place: AgentsPlace): string {
  switch (place.kind) {
    case "sessions":
      return addresses.agents(place.id ?? undefined);
    case "keys":
      return addresses.keys(place.id ?? undefined);
    case "new-key":
      return addresses.newKey();
    case "standing":
      return addresses.standing(place.id ?? undefined);
    case "new-standing":
      return addresses.newStanding();
    case "connect":
      return addresses.connectAgent();
  }
}

function pathOfPolicies(place: PoliciesPlace): string {
  return place.kind === "new" ? addresses.newPolicy() : addresses.policies(place.id ?? undefined);
}

function pathOfCredentials(place: CredentialsPlace): string {
  return place.kind === "new" ? addresses.newCredential() : addresses.credentials(place.id ?? undefined);
}

function providersPlace(kind: ProvidersPlace["kind"], id: ProviderId | null, preset: string | null): ProvidersPlace {
  if (kind === "new") return { kind, preset };
  return kind === "edit" && id !== null ? { kind, id } : { kind: "list", id };
}

function pathOfProviders(place: ProvidersPlace): string {
  switch (place.kind) {
    case "list":
      return addresses.providers(place.id ?? undefined);
    case "new":
      return addresses.newProvider(place.preset ?? undefined);
    case "edit":
      return addresses.editProvider(place.id);
  }
}

function peoplePlace(kind: PeoplePlace["kind"], ids: ReturnType<typeof useIds>): PeoplePlace {
  switch (kind) {
    case "members":
      return { kind, id: ids.memberId };
    case "teams":
      return { kind, id: ids.teamId };
    case "invitations":
      return { kind, id: ids.invitationId };
    case "new-team":
    case "new-invitation":
      return { kind };
  }
}

function pathOfPeople(place: PeoplePlace): string {
  switch (place.kind) {
    case "members":
      return addresses.people(place.id ?? undefined);
    case "teams":
      return addresses.teams(place.id ?? undefined);
    case "new-team":
      return addresses.newTeam();
    case "invitations":
      return addresses.invitations(place.id ?? undefined);
    case "new-invitation":
      return addresses.newInvitation();
  }
}
