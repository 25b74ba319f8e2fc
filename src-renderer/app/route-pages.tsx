import { Navigate, useParams, useRouter } from "@tanstack/react-router";
import { Suspense, type ReactNode } from "react";
import { useMember, type CallId, type ConnectorId, type CredentialId, type KeyId, type PolicyId, type SessionId, type ToolId } from "../client/index.ts";
import type { AgentsPlace } from "../features/agents/index.tsx";
import type { ConnectorsPlace } from "../features/connectors/index.tsx";
import type { CredentialsPlace } from "../features/credentials/index.tsx";
import type { PoliciesPlace } from "../features/policies/index.tsx";
import { Skeleton } from "../ui/feedback/skeleton.tsx";
import { addresses, type PlaceId } from "./addresses.ts";
import { ActivityPage, AgentsPage, ApprovalsPage, ConnectorsPage, CredentialsPage, PoliciesPage, SettingsPage } from "./lazy-pages.ts";
import { NoPermission } from "./no-permission.tsx";
import { places } from "./places.ts";

/** Shows the page of a place to those who may use it. */
export function Guarded({ place, children }: { readonly place: PlaceId; readonly children: ReactNode }) {
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
      <ApprovalsPage callId={useId<CallId>("callId")} />
    </Guarded>
  );
}

export function ActivityRoute() {
  return (
    <Guarded place="activity">
      <ActivityPage callId={useId<CallId>("callId")} />
    </Guarded>
  );
}

export function ConnectorsRoute({ kind }: { readonly kind: ConnectorsPlace["kind"] }) {
  const go = useGo(pathOfConnectors);
  const connectorId = useId<ConnectorId>("connectorId");
  const toolId = useId<ToolId>("toolId");
  return (
    <Guarded place="connectors">
      <ConnectorsPage place={connectorsPlace(kind, connectorId, toolId)} onGo={go} />
    </Guarded>
  );
}

export function AgentsRoute({ kind }: { readonly kind: AgentsPlace["kind"] }) {
  const go = useGo(pathOfAgents);
  const sessionId = useId<SessionId>("sessionId");
  const keyId = useId<KeyId>("keyId");
  return (
    <Guarded place="agents">
      <AgentsPage place={agentsPlace(kind, sessionId, keyId)} onGo={go} />
    </Guarded>
  );
}

export function PoliciesRoute({ kind }: { readonly kind: PoliciesPlace["kind"] }) {
  const go = useGo(pathOfPolicies);
  const id = useId<PolicyId>("policyId");
  return (
    <Guarded place="policies">
      <PoliciesPage place={kind === "new" ? { kind } : { kind, id }} onGo={go} />
    </Guarded>
  );
}

export function CredentialsRoute({ kind }: { readonly kind: CredentialsPlace["kind"] }) {
  const go = useGo(pathOfCredentials);
  const id = useId<CredentialId>("credentialId");
  return (
    <Guarded place="credentials">
      <CredentialsPage place={kind === "new" ? { kind } : { kind, id }} onGo={go} />
    </Guarded>
  );
}

export function SettingsRoute() {
  return (
    <Guarded place="settings">
      <SettingsPage />
    </Guarded>
  );
}

/** The id in the address, if the address has one. */
function useId<Id extends string>(name: string): Id | null {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  // An id that a person mistyped is a valid question: the sidecar answers that there is no such thing.
  return (params[name] as Id | undefined) ?? null;
}

function useGo<Place>(pathOf: (place: Place) => string): (place: Place) => void {
  const router = useRouter();
  return (place) => router.history.push(pathOf(place));
}

function connectorsPlace(kind: ConnectorsPlace["kind"], connectorId: ConnectorId | null, toolId: ToolId | null): ConnectorsPlace {
  if (kind === "tool" && connectorId !== null && toolId !== null) return { kind, connectorId, toolId };
  if (kind === "edit" && connectorId !== null) return { kind, id: connectorId };
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
    case "tool":
      return addresses.tool(place.connectorId, place.toolId);
  }
}

function agentsPlace(kind: AgentsPlace["kind"], sessionId: SessionId | null, keyId: KeyId | null): AgentsPlace {
  if (kind === "sessions") return { kind, id: sessionId };
  return kind === "keys" ? { kind, id: keyId } : { kind };
}

function pathOfAgents(place: AgentsPlace): string {
  switch (place.kind) {
    case "sessions":
      return addresses.agents(place.id ?? undefined);
    case "keys":
      return addresses.keys(place.id ?? undefined);
    case "new-key":
      return addresses.newKey();
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
