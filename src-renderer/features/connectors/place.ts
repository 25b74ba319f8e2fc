import type { ConnectorId, ToolId } from "../../client/index.ts";

/** What of the connectors the window shows. */
export type ConnectorsPlace =
  | { readonly kind: "list"; readonly id: ConnectorId | null }
  | { readonly kind: "new" }
  | { readonly kind: "edit"; readonly id: ConnectorId }
  | { readonly kind: "approval"; readonly id: ConnectorId }
  | { readonly kind: "tool"; readonly connectorId: ConnectorId; readonly toolId: ToolId };

export type Go = (place: ConnectorsPlace) => void;
