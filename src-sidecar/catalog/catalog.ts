import type { CredentialScope } from "../../src-contract/access.ts";
import type { AuthType } from "../../src-contract/auth.ts";
import type { ConnectorConfig, Operation, ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorApproval, DataFlow } from "../../src-contract/gate.ts";
import type { ConnectorId, CredentialId, Digest, MemberId, ProviderId, ToolId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import type { Actor } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { OrgDb, Recorder } from "../store/index.ts";
import type { KnownProvider } from "./account-rules.ts";
import type { OfferLists } from "./offers.ts";
import type { CatalogSnapshot, ConnectorEntry, CredentialEntry, ToolEntry } from "./snapshot.ts";

export interface CatalogOptions {
  readonly db: OrgDb;
  readonly record: Recorder;
  readonly clock: Clock;
  /** Hosts of this machine or private networks that remote servers may be at; absent: there are none. */
  readonly allowedHosts?: (() => readonly string[]) | undefined;
  /** The providers whose accounts configs may refer to; absent: there are none. */
  readonly providerOf?: ((id: ProviderId) => KnownProvider | undefined) | undefined;
}

/** Connectors, tools and credentials of one organization. Every change is on the disk and in the snapshot when it resolves. */
export interface Catalog {
  /** Current, immutable, in memory: receiving a call reads nothing else. */
  snapshot(): CatalogSnapshot;
  readonly connectors: Connectors;
  readonly tools: Tools;
  readonly credentials: Credentials;
  readonly offers: OfferLists;
  /** Writes the noted uses of credentials. Whoever opened the catalog calls this now and then, and before closing. */
  flush(): Promise<void>;
}

export interface Connectors {
  /** @throws {CatalogError} `not_found`. */
  get(id: ConnectorId): ConnectorEntry;
  /** @throws {CatalogError} `name_taken`, `name_reserved`, `invalid_input`, `host_not_allowed`. */
  create(input: ConnectorInput, by: Actor): Promise<ConnectorEntry>;
  /** The slug stays, so that the tools keep the names that agents know. @throws as `create`, and `not_found`. */
  update(input: ConnectorInput & { readonly id: ConnectorId }, by: Actor): Promise<ConnectorEntry>;
  /** What `remove` would take with it. `grants` counts policies that give tools of it. @throws {CatalogError} `not_found`. */
  removalPreview(id: ConnectorId): Promise<ConnectorRemoval>;
  /**
   * Takes its tools, their classifications, the grants of it and its own credentials. Remove the values of those from the vault first:
   * a crash in between then leaves a credential without a value, not a value without an owner.
   *
   * @throws {CatalogError} `not_found`.
   */
  remove(id: ConnectorId, by: Actor): Promise<ConnectorRemoval>;
  /** Checks a config that nobody saves, as `create` would, its credentials aside. @throws {CatalogError} `invalid_input`, `host_not_allowed`. */
  check(config: ConnectorConfig): void;
  /** What the server said of itself when it was last connected to. Untrusted text. */
  noteServer(id: ConnectorId, server: ServerFacts): Promise<void>;
  /**
   * Sets what its calls ask of approvers. `approvers` are the people who may approve at all.
   *
   * @throws {CatalogError} `not_found`; `invalid_input` for a tool of another connector, somebody who may not approve, or more people than there are.
   */
  setApproval(
    id: ConnectorId,
    approval: ConnectorApproval,
    by: Actor,
    approvers: ReadonlySet<MemberId>,
  ): Promise<ConnectorEntry>;
}

/** What a server says of itself. */
export interface ServerFacts {
  readonly serverName: string;
  readonly serverVersion: string;
  readonly instructions: string | null;
}

export interface ConnectorInput {
  readonly name: string;
  readonly config: ConnectorConfig;
}

/** What goes with a connector. `credentials` are those that nothing else uses. */
export interface ConnectorRemoval {
  readonly tools: number;
  readonly grants: number;
  readonly credentials: readonly CredentialEntry[];
}

export interface Tools {
  /** @throws {CatalogError} `not_found`. */
  get(id: ToolId): ToolEntry;
  /**
   * Brings the tools of a connector up to what its server lists now, and the operations up to those that it offers.
   *
   * @throws {CatalogError} `not_found`.
   */
  reconcile(
    connectorId: ConnectorId,
    definitions: readonly ToolDefinition[],
    operations?: readonly ContentOperation[],
  ): Promise<ToolChanges>;
  /** @throws {CatalogError} `not_found`; then none was changed. */
  setEnabled(ids: readonly ToolId[], isEnabled: boolean, by: Actor): Promise<void>;
  /** Holds for the definition that was reviewed. @throws {CatalogError} `not_found`, `conflict` when it has another digest now. */
  classify(review: Review, by: Actor): Promise<ToolEntry>;
  /**
   * Classifies all that still have the definition and the server that were reviewed, each at most once.
   *
   * @returns How many were, and those about which nothing was done.
   * @throws {CatalogError} `invalid_input` when a tool stands there twice.
   */
  classifyMany(
    reviews: readonly Review[],
    by: Actor,
  ): Promise<{ readonly classified: number; readonly changed: readonly ToolId[] }>;
}

/** An operation that hands out what a server has: everything but the call of a tool. */
export type ContentOperation = Exclude<Operation, "tools/call">;

export interface Review {
  readonly id: ToolId;
  readonly definitionDigest: Digest;
  readonly riskClass: RiskClass;
  /** Without one the flow that is suggested for the class holds. */
  readonly flow?: DataFlow | undefined;
}

/** Names, as the server has them. A tool that comes back is `added`; `ignored` names were listed twice. */
export interface ToolChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly ignored: readonly string[];
}

/** A credential as a form hands it in; `remindAfterDays` as in `CredentialEntry`. */
export interface CredentialInput {
  readonly name: string;
  readonly scope: CredentialScope;
  readonly authType: AuthType;
  readonly remindAfterDays: number | null;
}

export interface Credentials {
  /** @throws {CatalogError} `not_found`. */
  get(id: CredentialId): CredentialEntry;
  /** The reference only; its value goes to the vault. @throws {CatalogError} `name_taken`. */
  create(input: CredentialInput, by: Actor): Promise<CredentialEntry>;
  /** Another name or reminder; its scope and its type stay. @throws {CatalogError} `not_found`, `name_taken`. */
  update(
    input: Pick<CredentialInput, "name" | "remindAfterDays"> & { readonly id: CredentialId },
    by: Actor,
  ): Promise<CredentialEntry>;
  /** Remove its values from the vault first. @throws {CatalogError} `not_found`, `in_use` (its message names the connectors). */
  remove(id: CredentialId, by: Actor): Promise<void>;
  /** Notes a use in memory; `flush` writes it. */
  noteUse(id: CredentialId): void;
}
