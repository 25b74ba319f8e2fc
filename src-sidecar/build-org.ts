import { randomBytes } from "node:crypto";
import type { CallId, ConnectorId, KeyId, MemberId, OrgId } from "../src-contract/ids.ts";
import { openAuditLog, type Anchor, type AuditLog } from "./audit/index.ts";
import type { Json } from "./base/canonical-json.ts";
import type { Clock } from "./base/clock.ts";
import type { Log } from "./base/log.ts";
import { newId } from "./base/new-id.ts";
import type { Offers } from "./base/offers.ts";
import { createRandomPool } from "./base/random-pool.ts";
import {
  authorize,
  callableTool,
  CallDesk,
  createCleaner,
  type CallPorts,
  type Cleaner,
  type SecretSource,
} from "./calls/index.ts";
import { openCatalog, type Catalog } from "./catalog/index.ts";
import { createConnections, type Connections, type ConnectorTarget } from "./connectors/index.ts";
import {
  Authority,
  createKeyStore,
  createSecretStore,
  credentialRefs,
  Discoverer,
  EventHub,
  missingCredentials,
  SecretIndex,
  secretBindings,
  secretRefOf,
  type Org,
} from "./handlers/index.ts";
import { Attempts, MemberSessions, openMembers } from "./identity/index.ts";
import { decide, openAccess, type Access } from "./policy/index.ts";
import { createKnownValues, createRedactor, type KnownValues } from "./redaction/index.ts";
import { eraseCallBodies, lastCallTimes, type OpenDatabase, type OrgTables } from "./store/index.ts";
import { openVault, VaultError, type EpochAnchor, type Primitives, type Vault } from "./vault/index.ts";

const EXPIRE_EVERY_MS = 1_000;
const FLUSH_EVERY_MS = 5_000;
const ERASE_EVERY_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface OrgParts {
  readonly id: OrgId;
  readonly name: string;
  readonly createdAt: number;
  readonly database: OpenDatabase<OrgTables>;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether organizations that are made now open without a person. */
  readonly isHeadless: () => boolean;
  /** Tells agents that their tools, prompts or resources may have changed. */
  readonly listsChanged: () => void;
  /** Ends what agents hold open with a key. */
  readonly keyEnded: (id: KeyId) => void;
  /** Remembers the end of the audit log outside its database. */
  readonly anchor: { read(): Promise<Anchor | null>; write(anchor: Anchor): Promise<void> };
  /** Remembers the vault's epoch outside its database. */
  readonly epochAnchor: EpochAnchor;
}

/** Opens the rooms of one organization and joins them. */
export async function buildOrg(parts: OrgParts): Promise<Org> {
  const { id, database, clock, primitives, log } = parts;
  const { db } = database;
  let { name } = parts;
  let openedBy: Org["openedBy"] = null;
  const events = new EventHub();
  const changed = events.changed.bind(events);
  const knownValues = createKnownValues(randomBytes(32));
  const redactor = createRedactor({ knownValues, sessionKey: randomBytes(32) });
  const fill = createRandomPool();
  const drawn = (length: number): Uint8Array => {
    const bytes = new Uint8Array(new ArrayBuffer(length));
    fill(bytes);
    return bytes;
  };
  const audit = await openAuditLog({ database, clock, randomBytes: drawn });
  const authority = new Authority({ orgId: id, db, clock, record: audit.record, vault: () => vault });
  const { record } = authority;
  const vault: Vault = await openVault({
    orgId: id,
    primitives,
    keyStore: createKeyStore(db, record, id),
    secretStore: createSecretStore(db, record, id),
    clock,
    newId: () => newId<string>(),
    anchor: parts.epochAnchor,
    newOrgSuite: parts.isHeadless() ? 2 : 1,
  });
  const secrets = new SecretIndex(vault);
  await secrets.refresh();
  const catalog = await openCatalog({ db, record, clock });
  const access = await openAccess({ db, record, clock, randomBytes });
  const members = await openMembers({ db, record, clock });
  const lastCalls = new Map(await lastCallTimes(db));
  const cleaner = createCleaner(redactor);

  const targetOf = createTargets({ catalog, secrets, orgId: id });
  const secretSource = createSecretSource({ catalog, vault, orgId: id });
  const connections: Connections = createConnections({
    clock,
    attach: (target) => authorize(secretSource, target.config, memberOfTarget(target)),
    onState: () => changed(["connectors"]),
    onListChanged: (connectorId) => void discoverer.listChanged(connectorId).catch(() => {}), // Its state says what is wrong.
    log,
  });
  const discoverer = new Discoverer({
    catalog,
    connections,
    clock,
    targetOf,
    isOpen: () => vault.state.kind === "unlocked",
    clean: (offers) => cleaner.clean(offers as unknown as Json).value as unknown as Offers, // Offers are JSON, and cleaning keeps the shape of JSON.
    cleanText: (text) => textOf(cleaner, text),
    holdsVaultValue: (definition) => cleaner.scan(definition as unknown as Json).vaultNames.length > 0, // A definition is JSON.
    log,
    onChange: () => {
      parts.listsChanged();
      changed(["connectors", "policies"]);
    },
  });
  const callPorts: CallPorts = {
    ...createCallPorts({ parts, changed, audit, vault, access, catalog, connections, cleaner }),
    credentialsFor: (tool, member) => {
      const config = catalog.snapshot().connectors.get(tool.connectorId)?.config;
      if (!config) return { refs: [], missing: [] };
      return {
        refs: credentialRefs(catalog.snapshot(), members, config, member),
        missing: missingCredentials({ id, secrets, catalog }, config, member),
      };
    },
    warmUp: ({ connectorId }, member) => discoverer.upToDate(connectorId, member),
    send: (call, options) => {
      lastCalls.set(call.connectorId, clock.now());
      return connections.send(call, targetOf(call.connectorId, call.actsAs), options);
    },
  };
  const desk = new CallDesk(callPorts);
  const recovered = await desk.recover();
  if (recovered > 0) log.warn({ calls: recovered }, "calls were cut off by the last stop; they were not sent again");

  const timers = [
    setInterval(() => desk.expire(), EXPIRE_EVERY_MS),
    setInterval(
      () =>
        void flush().catch((error: unknown) =>
          log.error({ error: String(error) }, "notes of use could not be written"),
        ),
      FLUSH_EVERY_MS,
    ),
    setInterval(
      () =>
        void eraseOldBodies(audit, access, clock).catch((error: unknown) =>
          log.error({ error: String(error) }, "old bodies could not be erased"),
        ),
      ERASE_EVERY_MS,
    ),
  ];
  let anchoredSeq = 0;
  const flush = async (): Promise<void> => {
    await catalog.flush();
    await access.flush();
    // The anchor must never know of an entry that a power cut can still take.
    const head = audit.head();
    if (head.seq === anchoredSeq) return;
    await database.sync();
    await parts.anchor.write(head);
    anchoredSeq = head.seq;
  };

  return {
    id,
    get name() {
      return name;
    },
    renamed: (next) => {
      name = next;
    },
    createdAt: parts.createdAt,
    events,
    members,
    memberSessions: new MemberSessions(randomBytes),
    attempts: new Attempts(),
    db,
    audit,
    vault,
    authority,
    secrets,
    catalog,
    access,
    connections,
    discoverer,
    desk,
    callPorts,
    callable: (connector, toolId) => {
      const tool = connector.tools.find((one) => one.id === toolId);
      return tool && callableTool(connector, tool);
    },
    learnSecrets: () => learnSecrets(vault, catalog, knownValues, log),
    forgetSecrets: () => knownValues.clear(),
    get isRolledBack() {
      return vault.state.kind === "rolled-back";
    },
    get openedBy() {
      return openedBy;
    },
    noteOpened: (by) => {
      openedBy = by;
    },
    redactLine: (line) => redactor.redactText(line).value,
    stripControls: (text) => redactor.stripControls(text).text,
    cleanText: (text) => textOf(cleaner, text),
    lastCallAt: (connectorId) => lastCalls.get(connectorId) ?? null,
    listsChanged: parts.listsChanged,
    keyEnded: parts.keyEnded,
    verifyAudit: async () => audit.verify(await parts.anchor.read()),
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await desk.close();
      await connections[Symbol.asyncDispose]();
      await audit.write("durable", async () => []); // After everything that is still on its way to the log.
      await flush();
      vault.lock();
      await database.close();
    },
  };
}

interface CallRooms {
  readonly parts: OrgParts;
  readonly changed: CallPorts["changed"];
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly access: Access;
  readonly catalog: Catalog;
  readonly connections: Connections;
  readonly cleaner: Cleaner;
}

function createCallPorts({
  parts,
  changed,
  audit,
  vault,
  access,
  catalog,
  connections,
  cleaner,
}: CallRooms): Omit<CallPorts, "credentialsFor" | "warmUp" | "send"> {
  const { id, clock, database } = parts;
  const context = (callId: CallId, field: string) =>
    ({
      orgId: id,
      scope: "org",
      scopeId: id,
      ownerKind: "call",
      ownerId: callId,
      recordId: callId,
      field,
      schema: 1,
      rev: 1,
    }) as const;
  return {
    clock,
    db: database.db,
    audit,
    vault: {
      isOpen: () => vault.state.kind === "unlocked",
      seal: (callId, field, plaintext) => vault.sealBody(context(callId, field), plaintext),
      open: (callId, field, envelope) => vault.openBody(context(callId, field), envelope),
    },
    cleaner,
    settings: () => access.settings.get(),
    newCallId: () => newId<CallId>(),
    decide: ({ tool, trustLevel, isInPolicy, pausedBy, vaultNames }) =>
      decide({
        risk: tool.risk,
        trustLevel,
        stop: access.settings.stopState(),
        pausedBy,
        isToolOn: tool.isEnabled && tool.isOffered,
        isInPolicy,
        vaultValueNames: vaultNames,
      }),
    toolNow: ({ id: toolId }) => {
      const { tools, connectors } = catalog.snapshot();
      const tool = tools.get(toolId);
      const connector = tool && connectors.get(tool.connectorId);
      return tool && connector && callableTool(connector, tool);
    },
    connectorTrouble: ({ connectorId }) => {
      const state = connections.state(connectorId);
      return state.kind === "down" ? textOf(cleaner, state.message) : null;
    },
    changed,
  };
}

/** What to connect to, with whose values. Its revision follows the connector's config and its credentials' values. */
function createTargets({
  catalog,
  secrets,
  orgId,
}: {
  readonly catalog: Catalog;
  readonly secrets: SecretIndex;
  readonly orgId: OrgId;
}) {
  return (id: ConnectorId, member: MemberId | null): ConnectorTarget => {
    const connector = catalog.connectors.get(id);
    const { credentials } = catalog.snapshot();
    const needed = secretBindings(connector.config).flatMap(({ credentialId }) => credentials.get(credentialId) ?? []);
    const isPersonal = needed.some(({ scope }) => scope === "user_secret");
    const revisions = needed.map(({ id: credentialId, scope }) =>
      scope === "user_secret" && member === null
        ? 0
        : (secrets.find(secretRefOf(orgId, credentialId, scope, member))?.rev ?? 0),
    );
    return {
      connectorId: id,
      slug: connector.slug,
      config: connector.config,
      owner: isPersonal && member !== null ? member : ORG_OWNER,
      revision: [connector.revision, ...revisions].join("."),
    };
  };
}

const ORG_OWNER = "org";

function memberOfTarget({ owner }: ConnectorTarget): MemberId | null {
  return owner === ORG_OWNER ? null : (owner as MemberId); // Written by `createTargets` from a MemberId, or by a test of a config from the tester's.
}

function createSecretSource({
  catalog,
  vault,
  orgId,
}: {
  readonly catalog: Catalog;
  readonly vault: Vault;
  readonly orgId: OrgId;
}): SecretSource {
  return {
    use: async (credentialId, owner) => {
      const ref = secretRefOf(
        orgId,
        credentialId,
        owner.kind === "org" ? "org_secret" : "user_secret",
        owner.kind === "org" ? null : owner.id,
      );
      try {
        const secret = await vault.useSecret(ref);
        catalog.credentials.noteUse(credentialId);
        return secret;
      } catch (error) {
        if (error instanceof VaultError && error.code === "secret_missing") return null;
        throw error;
      }
    },
  };
}

async function learnSecrets(vault: Vault, catalog: Catalog, known: KnownValues, log: Log): Promise<void> {
  const { credentials } = catalog.snapshot();
  const names = new Map([...credentials.values()].map(({ id, name }): [string, string] => [id, name]));
  // Learned before what is gone is forgotten: at no moment is a value that is in use unknown.
  const learned = new Set<string>();
  const { closed } = await vault.forEachValue((ref, value) => {
    const name = names.get(ref.ownerId) ?? ref.ownerId;
    learned.add(name);
    known.learn(name, value);
  });
  for (const name of [...known.refs()]) if (!learned.has(name)) known.forget(name);
  if (closed.length > 0)
    log.warn({ secrets: closed.length }, "some credentials could not be opened and are not recognized in results");
}

/** Erases bodies that are older than the organization keeps them; what was done stays in the log. */
async function eraseOldBodies(audit: AuditLog, access: Access, clock: Clock): Promise<void> {
  const before = clock.now() - access.settings.get().retentionDays * DAY_MS;
  await audit.write("durable", async (tx) => {
    const erased = await eraseCallBodies(tx, before);
    return erased === 0
      ? []
      : [{ actor: "gatehouse", action: "calls.bodies-erased", subject: "calls", body: { erased, before } }];
  });
}

function textOf(cleaner: Cleaner, text: string): string {
  const { value } = cleaner.clean(text);
  return typeof value === "string" ? value : "";
}
