import { lazy } from "react";

// Each place is a chunk of its own: the window opens with the front door and fetches the rest on the way.
export const ApprovalsPage = lazy(async () => ({
  default: (await import("../features/approvals/index.tsx")).ApprovalsPage,
}));
export const ActivityPage = lazy(async () => ({
  default: (await import("../features/activity/index.tsx")).ActivityPage,
}));
export const AgentsPage = lazy(async () => ({ default: (await import("../features/agents/index.tsx")).AgentsPage }));
export const ConnectorsPage = lazy(async () => ({
  default: (await import("../features/connectors/index.tsx")).ConnectorsPage,
}));
export const DeskPage = lazy(async () => ({ default: (await import("../features/desk/index.tsx")).DeskPage }));
export const PoliciesPage = lazy(async () => ({
  default: (await import("../features/policies/index.tsx")).PoliciesPage,
}));
export const ProvidersPage = lazy(async () => ({
  default: (await import("../features/providers/index.tsx")).ProvidersPage,
}));
export const CredentialsPage = lazy(async () => ({
  default: (await import("../features/credentials/index.tsx")).CredentialsPage,
}));
export const PeoplePage = lazy(async () => ({ default: (await import("../features/people/index.tsx")).PeoplePage }));
export const VaultPage = lazy(async () => ({ default: (await import("../features/vault/index.tsx")).VaultPage }));
export const BackupsPage = lazy(async () => ({ default: (await import("../features/backups/index.tsx")).BackupsPage }));
export const SettingsPage = lazy(async () => ({
  default: (await import("../features/settings/index.tsx")).SettingsPage,
}));
export const RedactionPage = lazy(async () => ({
  default: (await import("../features/redaction/index.tsx")).RedactionPage,
}));
