import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WaitingCalls } from "../src-contract/host.ts";
import type { StudioAbout } from "../src-contract/studio.ts";
import { orgId, type OrgId } from "../src-contract/ids.ts";
import type { OrgParts } from "./build-org.ts";
import { Orgs } from "./build-orgs.ts";
import { GATEHOUSE_ACTOR } from "./base/actor.ts";
import { systemClock } from "./base/clock.ts";
import { createLog } from "./base/log.ts";
import { openDoor, type AgentLookup, type Door } from "./gateway/index.ts";
import {
  decideIdle,
  endSessions,
  noKeychain,
  openFor,
  openTelemetry,
  openWithKey,
  WaitingTeller,
  type Keychain,
  type Studio,
} from "./handlers/index.ts";
import { createKnownValues, createRedactor } from "./redaction/index.ts";
import type { Connection } from "./rpc/index.ts";
import { deviceFact, setDeviceFact, type StudioHome } from "./store/index.ts";
import { openPrimitives } from "./vault/index.ts";

const PREFERRED_AGENTS_PORT = 7717;
const AGENTS_PORT = "agents-port";
const LAST_ORG = "last-org";
const IDLE_CHECK_MS = 5_000;

export interface StudioParts {
  readonly home: StudioHome;
  readonly version: string;
  /** The port that was asked for; undefined: the remembered one. */
  readonly agentsPort: number | undefined;
  readonly bridgeCommand: readonly string[];
  /** Base address of an OpenTelemetry collector that is told of executions of tools. */
  readonly collector?: string | undefined;
  /** The operating system's keychain, where the host has one. */
  readonly keychain?: Keychain;
  /** As in `OrgParts`. */
  readonly passphraseCost?: OrgParts["passphraseCost"];
  readonly oauthTiming?: OrgParts["oauthTiming"];
  /** Hears how much waits for people, whenever that changes. */
  readonly tellWaiting?: (waiting: WaitingCalls) => void;
  /** Called first in every lock of the whole studio, before anything is closed. */
  readonly beforeLock?: () => void;
  /** Called at the end of every lock of the whole studio. */
  readonly afterLock?: () => void;
}

/** A studio that runs, with the agents' door open. */
export interface RunningStudio {
  readonly studio: Studio;
  readonly agentsUrl: string;
  /** Every connection of the people's door, so that a lock signs all of them out. */
  readonly connections: Set<Connection>;
  /** After a lock: resolves when no authorization server owes an answer any more; within bounds. */
  answered(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the organizations of a home and both doors.
 *
 * @throws {StoreError} as `openHome`, and the listen error of a port that was asked for.
 */
export async function buildStudio(parts: StudioParts): Promise<RunningStudio> {
  const { home, version } = parts;
  const clock = systemClock;
  const startedAt = clock.now();
  const connections = new Set<Connection>();
  const lines = createRedactor({ knownValues: createKnownValues(randomBytes(32)), sessionKey: randomBytes(32) });
  const cleanLine = (line: string): string =>
    orgs.list().reduce((text, org) => org.redactLine(text), lines.redactText(line).value);
  const log = createLog((line) => cleanLine(line));
  const primitives = await openPrimitives();
  const telemetry = parts.collector === undefined ? null : await openTelemetry(parts.collector, version);
  let lastSeenAt = clock.now();
  let locking: Promise<void> | undefined;
  let isHeadless = false;
  let lastOrg: OrgId | null = null;
  let waiting: WaitingTeller | undefined;

  const orgs: Orgs = new Orgs({
    home,
    primitives,
    clock,
    log,
    connections,
    door: () => door,
    isHeadless: () => isHeadless,
    waitingChanged: () => waiting?.changed(),
    ...(parts.passphraseCost && { passphraseCost: parts.passphraseCost }),
    ...(parts.oauthTiming && { oauthTiming: parts.oauthTiming }),
    onSpan: telemetry?.span,
  });
  const door: Door = await openAgentsDoor(parts, {
    lookup: (key) => orgs.lookup(key),
    version,
    onFault: (error) => log.error({ error: stackOf(error) }, "the agents' door failed at a request"),
  });
  await orgs.openAll();
  const { tellWaiting } = parts;
  waiting =
    tellWaiting &&
    new WaitingTeller({
      databases: () => orgs.databases(),
      tell: tellWaiting,
      onFault: (error) => log.error({ error: stackOf(error) }, "how much waits could not be counted"),
    });
  lastOrg = orgId.safeParse(await deviceFact(home.studio.db, LAST_ORG)).data ?? null;
  writeFileSync(join(home.path, "agents.json"), `${JSON.stringify({ url: door.url })}\n`, { mode: 0o600 });

  const lockAll = async (actor: string, reason: string): Promise<void> => {
    parts.beforeLock?.();
    const wasOpen = orgs.list().some((org) => openFor(org) !== null);
    const locks = await Promise.allSettled(orgs.list().map((org) => orgs.lock(org, actor, reason)));
    if (wasOpen) parts.afterLock?.();
    for (const lock of locks) if (lock.status === "rejected") throw lock.reason;
  };

  const studio: Studio = {
    clock,
    primitives,
    home: home.path,
    keychain: parts.keychain ?? noKeychain("This host has no keychain. Use the passphrase, or a headless key."),
    connections,
    about: (): StudioAbout => ({
      version,
      agentsUrl: door.url,
      home: home.path,
      startedAt,
      bridgeCommand: [...parts.bridgeCommand],
    }),
    orgs: () => orgs.list(),
    closedOrgs: () => orgs.closed(),
    org: (id) => orgs.get(id),
    lastOrg: () => orgs.get(lastOrg) ?? orgs.list()[0] ?? null,
    look: (connection, org) => {
      connection.orgId = org.id;
      if (lastOrg === org.id) return;
      lastOrg = org.id;
      void setDeviceFact(home.studio.db, LAST_ORG, org.id).catch((error: unknown) =>
        log.warn({ error: stackOf(error) }, "which organization was used last could not be noted"),
      );
    },
    createOrg: (org) => orgs.create(org),
    renameOrg: (org, name) => orgs.rename(org, name),
    reopen: (org, actor, reason) => orgs.reopen(org, actor, reason),
    replaceOrg: (facts, actor, put) => orgs.replace(facts, actor, put),
    removeOrg: (org) => orgs.remove(org),
    touch: () => {
      lastSeenAt = clock.now();
    },
    lock: (actor, reason) => {
      locking ??= lockAll(actor, reason).finally(() => {
        locking = undefined;
      });
      return locking;
    },
    openHeadless: async (key) => {
      isHeadless = true;
      return openWithKey(studio, key);
    },
    get isHeadless() {
      return isHeadless;
    },
    log: (message, detail = {}) => log.warn(detail, message),
  };

  const idle = setInterval(() => {
    const open = orgs.list().filter((org) => openFor(org) !== null);
    const facts = open.map(({ openedBy, access }) => ({ openedBy, idleLockMs: access.settings.get().idleLockMs }));
    switch (decideIdle(facts, clock.now() - lastSeenAt)) {
      case "stay":
        return;
      case "sign-out":
        for (const org of open) endSessions(studio, org, () => true);
        return;
      case "lock":
        void studio
          .lock(GATEHOUSE_ACTOR, "nobody was there")
          .catch((error: unknown) => log.error({ error: stackOf(error) }, "the idle lock failed"));
    }
  }, IDLE_CHECK_MS);

  return {
    studio,
    agentsUrl: door.url,
    connections,
    answered: async () => {
      await Promise.all(orgs.list().map(({ oauth }) => oauth.answered()));
    },
    close: async () => {
      clearInterval(idle);
      waiting?.[Symbol.dispose]();
      for (const org of orgs.list()) await org.desk.close();
      await door.close();
      await orgs.close();
      await telemetry?.close();
      await home.close();
    },
  };
}

/** On the port that agents' configurations name: the one asked for, the remembered one, ours, or any free one. */
async function openAgentsDoor(
  parts: StudioParts,
  options: { readonly lookup: AgentLookup; readonly version: string; readonly onFault: (error: unknown) => void },
): Promise<Door> {
  const { db } = parts.home.studio;
  const serverInfo = { name: "gatehouse", version: options.version };
  const openOn = (port: number): Promise<Door> =>
    openDoor({ port, serverInfo, lookup: options.lookup, onFault: options.onFault });
  if (parts.agentsPort !== undefined) return openOn(parts.agentsPort);
  const remembered = Number((await deviceFact(db, AGENTS_PORT)) ?? PREFERRED_AGENTS_PORT);
  const door = await openOn(remembered).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return openOn(0);
    throw error;
  });
  await setDeviceFact(db, AGENTS_PORT, new URL(door.url).port);
  return door;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "something that is no error";
}
