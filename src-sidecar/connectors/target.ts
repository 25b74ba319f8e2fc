import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { ConnectorId } from "../../src-contract/ids.ts";

/** What a connection is opened for. */
export interface ConnectorTarget {
  readonly connectorId: ConnectorId;
  readonly slug: string;
  readonly config: ConnectorConfig;
  /** Separates connections whose credentials differ: `org` or the id of a member. */
  readonly owner: string;
  /** Changes when the configuration or a credential changes, so that a connection of before is retired. */
  readonly revision: string;
}
