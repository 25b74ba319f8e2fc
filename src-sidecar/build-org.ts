import { randomBytes } from "node:crypto";
import type { KeyId, OrgId, ToolId } from "../src-contract/ids.ts";
import { createCallPorts } from "./build-calls.ts";
import { buildOAuth, knownProvider, rejectedTokens } from "./build-oauth.ts";
import { openAuditLog, SpanWatch, type Anchor, type ToolSpan } from "./audit/index.ts";
import type { Json } from "./base/canonical-json.ts";
import type { Clock } from "./base/clock.ts";
import type { Log } from "./base/log.ts";
import { newId } from "./base/new-id.ts";
import type { Offers } from "./base/offers.ts";
import { createRandomPool } from "./base/random-pool.ts";
import { authorize, callableTool, CallDesk, CallError, createCleaner, type CallPorts } from "./calls/index.ts";
import { openCatalog, type Catalog } from "./catalog/index.ts";
import { createConnections, type Connections } from "./connectors/index.ts";
import {
  accountHealths,
  accountRefs,
  AccountWatch,
  Authority,
  createKeyStore,
  createSecretSource,
  createSecretStore,
  createTargets,
  createTokenSource,
  createAuditVault,
  credentialRefs,
  Discoverer,
  eraseOldBodies,
  EventHub,
  freshenTokens,
  learnSecrets,
  loggedUses,
  LogAnchors,
  memberOfTarget,
  missingCredentials,
  orAccountNeeded,
  Rotator,
  SecretIndex,
  type Org,
} from "./handlers/index.ts";
import { Attempts, MemberSessions, openMembers } from "./identity/index.ts";
import { openAccess, type NamedTool } from "./policy/index.ts";
import type { Timing } from "./oauth/index.ts";
import { openRedaction } from "./redaction/index.ts";
import { lastCallTimes, type AnchorNote, type OpenDatabase, type OrgTables } from "./store/index.ts";
import { openVault, type EpochAnchor, type Primitives, type StretchCost, type Vault } from "./vault/index.ts";

const EXPIRE_EVERY_MS = 1_000;
const FLUSH_EVERY_MS = 5_000;
const ERASE_EVERY_MS = 60 * 60 * 1000;

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
  /** What waits for a person may be something else now. */
  readonly waitingChanged: () => void;
  /** Told of every execution of a tool; absent: nobody is. */
  readonly onSpan?: ((span: ToolSpan) => void) | undefined;
  /** Remembers the end of the audit log outside its database. */
  readonly anchor: { read(): Promise<Anchor | null>; write(anchor: Anchor): Promise<void> };
  /** Remembers the newest checkpoint of the audit log in the home. */
  readonly anchorNote: AnchorNote;
  /** Remembers the vault's epoch outside its database. */
  readonly epochAnchor: EpochAnchor;
  /** How long things take with connected accounts; as ever unless tests ask for less. */
  readonly oauthTiming?: Partial<Timing>;
  /** What new passphrases cost to try; the vault's own measure unless tests ask for less. */
  readonly passphraseCost?: StretchCost;
}

/** Opens the rooms of one organization and joins them. */
export async function buildOrg(parts: OrgParts): Promise<Org> {
  const { id, database, clock, primitives, log } = parts;
  const { db } = database;
  let { name } = parts;
  let openedBy: Org["openedBy"] = null;
  let watch: AccountWatch | undefined;
  let desk: CallDesk | undefined;
  const events = new EventHub((topics) => {
    if (topics.includes("approvals")) parts.waitingChanged();
  });
  const changed = events.changed.bind(events);
  const fill = createRandomPool();
  const drawn = (length: number): Uint8Array => {
    const bytes = new Uint8Array(new ArrayBuffer(length));
    fill(bytes);
    return bytes;
  };
  const keys = { orgId: id, vault: createAuditVault(id, () => vault) };
  const spans = parts.onSpan && new SpanWatch(parts.onSpan);
  const onWritten = spans && spans.written.bind(spans);
  const audit = await openAuditLog({ database, clock, randomBytes: drawn, keys, onWritten });
  const anchors = await LogAnchors.open({
    audit,
    sync: () => database.sync(),
    fact: parts.anchor,
    note: parts.anchorNote,
  });
  const authority = new Authority({ orgId: id, db, clock, record: audit.record, vault: () => vault });
  const { record } = authority;
  const vault: Vault = await openVault({
    orgId: id,
    primitives,
    keyStore: createKeyStore(db, audit.record, id),
    secretStore: createSecretStore(db, audit.record, id),
    clock,
    newId: () => newId<string>(),
    anchor: parts.epochAnchor,
    newOrgSuite: parts.isHeadless() ? 2 : 1,
    ...(parts.passphraseCost && { cost: parts.passphraseCost }),
  });
  const secrets = new SecretIndex(vault);
  await secrets.refresh();
  const catalog: Catalog = await openCatalog({
    db,
    record,
    clock,
    allowedHosts: () => access.settings.get().allowedHosts,
    providerOf: (providerId) => knownProvider(oauth, providerId),
  });
  const members = await openMembers({ db, record, clock });
  const lastCalls = new Map(await lastCallTimes(db));
  const redaction = await openRedaction({ db, record, randomBytes: drawn });
  const cleaner = createCleaner(redaction.service);
  const cleanText = (text: string): string => redaction.service.cleanShort(text);
  // What the rows say is used only once they were found to be the organization's own.
  const isOpen = (): boolean => vault.state.kind === "unlocked" && authority.isChecked;
  const access = await openAccess({
    db,
    record,
    clock,
    randomBytes,
    isOpen,
    changed,
    toolNow: (toolId) => namedTool(catalog, toolId),
    memberNow: (memberId) => {
      const member = members.list().find((one) => one.id === memberId);
      return member ? { role: member.role, isActive: true } : null;
    },
    holdsVaultValue: async (value) => (await cleaner.scan(value)).vaultNames.length > 0,
    usesLogged: (ids) => loggedUses({ db, audit }, ids),
  });

  const {
    oauth,
    accountSecrets,
    close: closeOAuth,
  } = await buildOAuth({
    id,
    db,
    clock,
    log,
    record,
    audit,
    vault,
    primitives,
    secrets,
    redaction: redaction.service,
    members,
    catalog: () => catalog,
    settings: () => access.settings.get(),
    changed,
    accountsChanged: () => {
      watch?.look();
      desk
        ?.accountsChanged()
        .catch((error: unknown) => log.warn({ error: String(error) }, "cards could not be shown anew"));
    },
    timing: parts.oauthTiming,
  });
  const choice = { id, secrets, members, oauth };
  const targetOf = createTargets({ ...choice, catalog });
  const secretSource = createSecretSource({ ...choice, catalog, vault });
  const tokens = createTokenSource(choice);
  const connections: Connections = createConnections({
    clock,
    allowedHosts: () => access.settings.get().allowedHosts,
    attach: async (target, carrier) => {
      if (!isOpen()) throw new CallError("vault_locked", "The vault is locked. Nothing was sent.");
      return authorize({ secrets: secretSource, tokens, member: memberOfTarget(target), carrier }, target.config);
    },
    refused: (target, refusal, attached) => rejectedTokens(oauth, memberOfTarget(target), refusal, attached),
    onState: () => changed(["connectors"]),
    onListChanged: (connectorId, owner) =>
      void discoverer.listChanged(connectorId, memberOfTarget({ owner })).catch(() => {}), // Its state says what is wrong.
    log,
  });
  const discoverer = new Discoverer({
    catalog,
    connections: {
      isOpen: (target) => connections.isOpen(target),
      discover: (target, options) =>
        orAccountNeeded(choice, { config: target.config, member: memberOfTarget(target) }, () =>
          connections.discover(target, options),
        ),
    },
    clock,
    targetOf,
    isOpen,
    clean: async (offers) => (await cleaner.clean(offers as unknown as Json)).value as unknown as Offers, // Offers are JSON, and cleaning keeps the shape of JSON.
    // A server's instructions may be longer than what is checked at once.
    cleanText: async (text) => {
      const { value } = await cleaner.clean(text);
      return typeof value === "string" ? value : "";
    },
    holdsVaultValue: async (definition) => (await cleaner.scan(definition as unknown as Json)).vaultNames.length > 0, // A definition is JSON.
    log,
    onChange: (isOther) => {
      parts.listsChanged();
      // What drifted no longer runs by itself, and cards show it.
      changed(["connectors", "policies", ...(isOther ? (["approvals", "standing", "sessions"] as const) : [])]);
    },
  });
  const callPorts: CallPorts = {
    ...createCallPorts({
      id,
      clock,
      db,
      isOpen,
      changed,
      audit,
      vault,
      access,
      catalog,
      connections,
      members,
      cleaner,
      cleanText,
    }),
    credentialsFor: (tool, member) => {
      const config = catalog.snapshot().connectors.get(tool.connectorId)?.config;
      if (!config) return { refs: [], missing: [], accounts: [] };
      return {
        refs: [...credentialRefs(choice, catalog.snapshot(), config, member), ...accountRefs(choice, config, member)],
        // Only a card says these.
        get accounts() {
          return accountHealths(choice, config, member);
        },
        get missing() {
          return missingCredentials(choice, catalog.snapshot(), config, member);
        },
      };
    },
    warmUp: async ({ connectorId }, member) => {
      const { config } = catalog.connectors.get(connectorId);
      await freshenTokens(choice, config, member);
      await discoverer.upToDate(connectorId, member);
    },
    send: (call, options) => {
      lastCalls.set(call.connectorId, clock.now());
      const target = targetOf(call.connectorId, call.actsAs);
      const { config } = target;
      return orAccountNeeded(choice, { config, member: call.actsAs }, () => connections.send(call, target, options));
    },
  };
  watch = new AccountWatch({
    accounts: () => oauth.accounts,
    connectors: () => catalog.snapshot().connectors.values(),
    retire: ({ id: connectorId }, member) => void connections.retire(connectorId, member ?? undefined),
    usable: ({ id: connectorId }, member) => {
      // Its state says what is wrong.
      if (isOpen()) discoverer.discover(connectorId, member).catch(() => changed(["connectors"]));
    },
  });
  desk = new CallDesk(callPorts);
  const recovered = await desk.recover();
  if (recovered > 0) log.warn({ calls: recovered }, "calls were cut off by the last stop; they were not sent again");

  const rotator = new Rotator({
    orgId: id,
    db,
    audit,
    vault,
    members,
    clock,
    settings: () => access.settings.get(),
    emptyLog: () => database.emptyLog(),
    changed,
    log,
  });

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
        void eraseOldBodies({ audit, clock, settings: () => access.settings.get() }).catch((error: unknown) =>
          log.error({ error: String(error) }, "old bodies could not be erased"),
        ),
      ERASE_EVERY_MS,
    ),
  ];
  const flush = async (): Promise<void> => {
    await catalog.flush();
    await access.flush();
    await audit.tend();
    await anchors.write();
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
    clock,
    events,
    members,
    memberSessions: new MemberSessions(randomBytes),
    attempts: new Attempts(),
    db,
    database,
    audit,
    vault,
    rotator,
    authority,
    secrets,
    catalog,
    oauth,
    access,
    connections,
    discoverer,
    desk,
    callPorts,
    callable: (connector, toolId) => {
      const tool = connector.tools.find((one) => one.id === toolId);
      return tool && callableTool(connector, tool);
    },
    learnSecrets: () => learnSecrets({ vault, catalog, redaction: redaction.service, secrets, accountSecrets, log }),
    forgetSecrets: () => redaction.service.known.clear(),
    get isRolledBack() {
      return vault.state.kind === "rolled-back";
    },
    get openedBy() {
      return openedBy;
    },
    noteOpened: (by) => {
      openedBy = by;
    },
    redaction,
    redactLine: (line) => redaction.service.redactLine(line),
    stripControls: (text) => redaction.service.stripControls(text),
    cleanText,
    lastCallAt: (connectorId) => lastCalls.get(connectorId) ?? null,
    listsChanged: parts.listsChanged,
    keyEnded: parts.keyEnded,
    verifyAudit: async () => audit.verify(await anchors.all()),
    signAudit: async () => {
      const fault = await audit.opened(anchors.isContained);
      if (fault !== null) log.error({ fault }, "the audit log is not signed");
    },
    forgetAnchors: () => anchors.forget(clock.now()),
    logLoss: () => anchors.loss(),
    acceptLogEnd: async (entry) => {
      const fault = await audit.acceptEnd(entry);
      if (fault !== null) return fault;
      // Only now: cut off before, the loss is found again at the next start.
      anchors.forget(clock.now());
      await anchors.write();
      return null;
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      rotator[Symbol.dispose]();
      await desk.close();
      await connections[Symbol.asyncDispose]();
      await closeOAuth();
      await audit.write("durable", async () => []); // After everything that is still on its way to the log.
      await audit.tend(true);
      await flush();
      vault.lock();
      audit.locked();
      await rotator.settled();
      await redaction.service.close();
      await database.close();
    },
  };
}

/** A tool as what is approved in advance knows it. */
function namedTool(catalog: Catalog, id: ToolId): NamedTool | undefined {
  const { tools, connectors } = catalog.snapshot();
  const tool = tools.get(id);
  const connector = tool && connectors.get(tool.connectorId);
  if (!tool || !connector) return undefined;
  const { connectorId, name, exposedName, definition, definitionDigest, risk } = tool;
  const title = definition.title ?? null;
  const { name: connectorName, approval } = connector;
  return { id, connectorId, connectorName, name, exposedName, title, definitionDigest, risk, approval };
}
