import type { ConnectorConfig } from "../../src-contract/connector.ts";
import { DEFAULT_APPROVAL, type ConnectorApproval } from "../../src-contract/gate.ts";
import type { ConnectorId } from "../../src-contract/ids.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { canonicalJson, type JsonObject } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  connectorRows,
  countGrantsOf,
  credentialRows,
  deleteConnectorRow,
  deleteCredentialRow,
  insertConnectorRow,
  isUniqueViolation,
  updateConnectorRow,
  type AuditDraft,
  type ConnectorRow,
  type OrgDb,
} from "../store/index.ts";
import { checkAddress } from "./address-rules.ts";
import { checkAccounts } from "./account-rules.ts";
import { assertApproval } from "./approval-rules.ts";
import { accountsNeeded, bindingsOf, credentialsNeeded } from "./bindings.ts";
import { CatalogError } from "./catalog-error.ts";
import type { CatalogOptions, ConnectorInput, ConnectorRemoval, Connectors } from "./catalog.ts";
import { checkConfig } from "./config-rules.ts";
import { describeTarget } from "./describe-target.ts";
import { credentialUsesOfRows, ownCredentials } from "./credential-uses.ts";
import type { LiveSnapshot } from "./live-snapshot.ts";
import { identityDigest, serverIdentity } from "./server-identity.ts";
import { reviewedTools, serverChanges } from "./server-changes.ts";
import { RESERVED_SLUGS, slugOf } from "./slug.ts";
import type { ConnectorEntry } from "./snapshot.ts";
import { templateProblem } from "./templates.ts";

const MAX_INSTRUCTIONS_LENGTH = 16_384; // Untrusted text that is kept and shown.

export function createConnectors(options: CatalogOptions, live: LiveSnapshot): Connectors {
  const { db, record, clock } = options;
  const check = (config: ConnectorConfig): void => {
    checkConfig(config);
    checkAddress(config, options.allowedHosts?.() ?? []);
    checkAccounts(config, (id) => options.providerOf?.(id));
  };
  const get = (id: ConnectorId): ConnectorEntry => {
    const entry = live.current.connectors.get(id);
    if (!entry) throw noConnector();
    return entry;
  };
  const removalOf = async (tx: OrgDb, id: ConnectorId): Promise<ConnectorRemoval> => {
    const own = ownCredentials(credentialUsesOfRows(await connectorRows(tx)), id);
    const credentials = [...live.current.credentials.values()].filter((one) => own.has(one.id));
    return { tools: get(id).tools.length, grants: await countGrantsOf(tx, id), credentials };
  };

  const create = async (input: ConnectorInput, by: Actor): Promise<ConnectorEntry> => {
    check(input.config);
    const slug = slugOf(input.name);
    checkName(input.name, slug, [...live.current.connectors.values()]);
    const row: ConnectorRow = {
      id: newId<ConnectorId>(),
      name: input.name,
      slug,
      config: JSON.stringify(input.config),
      revision: 1,
      approval: JSON.stringify(DEFAULT_APPROVAL),
      server_name: null,
      server_version: null,
      instructions: null,
      created_at: clock.now(),
      created_by: by.name,
    };
    await orNameTaken(
      record(async (tx) => {
        await checkCredentials(tx, input.config);
        await insertConnectorRow(tx, row);
        return { value: undefined, entries: [draft("connector.created", row.id, by, recordOf(input))] };
      }),
    );
    await live.reload(row.id);
    return get(row.id);
  };

  const update = async (input: ConnectorInput & { readonly id: ConnectorId }, by: Actor): Promise<ConnectorEntry> => {
    const { id, name, config } = input;
    const before = get(id);
    check(config);
    const others = [...live.current.connectors.values()].filter((one) => one.id !== id);
    if (name !== before.name) checkName(name, slugOf(name), others);
    if (name === before.name && isSameConfig(config, before.config)) return before;
    const change = { name, config: JSON.stringify(config), revision: before.revision + 1 };
    const identity = identityDigest(serverIdentity(config, before.serverName));
    const drifted = identity === before.serverIdentity ? 0 : reviewedTools(before).length;
    const body = { was: recordOf(before), is: recordOf(input), ...(drifted > 0 && { drifted }) };
    await record(async (tx) => {
      await checkCredentials(tx, config);
      if (!(await updateConnectorRow(tx, id, change))) throw noConnector();
      return { value: undefined, entries: [draft("connector.updated", id, by, body)] };
    });
    await live.reload(id);
    return get(id);
  };

  const remove = async (id: ConnectorId, by: Actor): Promise<ConnectorRemoval> => {
    const before = get(id);
    const removal = await record(async (tx) => {
      const value = await removalOf(tx, id);
      if (!(await deleteConnectorRow(tx, id))) throw noConnector();
      for (const credential of value.credentials) await deleteCredentialRow(tx, credential.id);
      const body = { ...recordOf(before), tools: value.tools, grants: value.grants };
      const gone = value.credentials.map((one) =>
        draft("credential.removed", one.id, by, { name: one.name, with: before.name }),
      );
      return { value, entries: [draft("connector.removed", id, by, body), ...gone] };
    });
    await live.reload(id);
    return removal;
  };

  const noteServer: Connectors["noteServer"] = async (id, { serverName, serverVersion, instructions }) => {
    const before = get(id);
    const kept = instructions?.slice(0, MAX_INSTRUCTIONS_LENGTH) ?? null;
    const isSame = before.serverName === serverName && before.serverVersion === serverVersion;
    if (isSame && before.instructions === kept) return;
    const change = { server_name: serverName, server_version: serverVersion, instructions: kept };
    await record(async (tx) => {
      await updateConnectorRow(tx, id, change);
      return { value: undefined, entries: serverChanges(before, { serverName, serverVersion }) };
    });
    await live.reload(id);
  };

  const setApproval: Connectors["setApproval"] = async (id, approval, by, approvers) => {
    const before = get(id);
    assertApproval(approval, before, approvers);
    const body = { connector: before.name, was: asJson(before.approval), is: asJson(approval) };
    await record(async (tx) => {
      if (!(await updateConnectorRow(tx, id, { approval: JSON.stringify(approval) }))) throw noConnector();
      return { value: undefined, entries: [draft("connector.approval-set", id, by, body)] };
    });
    await live.reload(id);
    return get(id);
  };

  const removalPreview = (id: ConnectorId): Promise<ConnectorRemoval> => removalOf(db, id);
  return { get, create, update, removalPreview, remove, check, noteServer, setApproval };
}

/** Refuses a config that names a credential that is not there, or is another person's kind of credential. */
async function checkCredentials(tx: OrgDb, config: ConnectorConfig): Promise<void> {
  const credentials = new Map((await credentialRows(tx)).map((row) => [row.id, row]));
  const list = config.kind === "mcp-stdio" ? "env" : "headers";
  const fields = bindingsOf(config).flatMap(({ source }, index) => {
    if (source.kind === "static" || source.kind === "oauth") return [];
    const path = `/config/${list}/${index}/source`;
    const credential = credentials.get(source.credentialId);
    if (!credential) return [{ path: `${path}/credentialId`, message: "That credential no longer exists." }];
    if (credential.scope !== source.kind)
      return [{ path: `${path}/credentialId`, message: `${JSON.stringify(credential.name)} has another scope.` }];
    const message = source.template === undefined ? null : templateProblem(source.template, credential.auth_type);
    return message === null ? [] : [{ path: `${path}/template`, message }];
  });
  const [first] = fields;
  if (first) throw new CatalogError("invalid_input", first.message, { fields });
}

function checkName(name: string, slug: string, others: readonly ConnectorEntry[]): void {
  if (RESERVED_SLUGS.has(slug)) throw new CatalogError("name_reserved", undefined, nameField("Choose another name."));
  const same = others.find((one) => one.slug === slug || one.name.toLowerCase() === name.toLowerCase());
  if (!same) return;
  const message = `${JSON.stringify(same.name)} already has this name or one that is shortened to ${JSON.stringify(slug)}.`;
  throw new CatalogError("name_taken", message, nameField("Choose a name that differs in its first 24 letters."));
}

function nameField(message: string) {
  return { hint: message, fields: [{ path: "/name", message }] };
}

async function orNameTaken(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new CatalogError("name_taken", undefined, nameField("Choose another name."));
  }
}

function noConnector(): CatalogError {
  return new CatalogError("not_found", "That connector no longer exists.");
}

function isSameConfig(one: ConnectorConfig, other: ConnectorConfig): boolean {
  return canonicalJson(asJson(one)) === canonicalJson(asJson(other));
}

function asJson(value: ConnectorConfig | ConnectorApproval): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject; // What JSON.parse gives for an object's text is a JsonObject.
}

/** What the audit log keeps of a connector: where it leads and which credentials it names. Literal values stay out of it. */
function recordOf({ name, config }: ConnectorInput): JsonObject {
  const credentials = credentialsNeeded(config).map(({ credentialId, as }) => ({ credentialId, as }));
  const statics = bindingsOf(config).flatMap(({ name: as, source }) => (source.kind === "static" ? [as] : []));
  const accounts = accountsNeeded(config).map(({ providerId, as }) => ({ providerId, as }));
  const named = { credentials, ...(accounts.length > 0 && { accounts }), static: statics };
  return { name, kind: config.kind, target: describeTarget(config), ...named };
}

function draft(action: string, subject: string, by: Actor, body: JsonObject): AuditDraft {
  return { actor: actorName(by), action, subject, body };
}
