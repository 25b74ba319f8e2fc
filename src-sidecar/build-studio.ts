import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StudioAbout } from "../src-contract/studio.ts";
import type { Anchor } from "./audit/index.ts";
import { buildOrg } from "./build-org.ts";
import { systemClock } from "./base/clock.ts";
import { createLog } from "./base/log.ts";
import { createAgentLookup, openDoor, type AgentLookup, type Door } from "./gateway/index.ts";
import { EventHub, type Org, type Studio } from "./handlers/index.ts";
import { createKnownValues, createRedactor } from "./redaction/index.ts";
import { contractError, type Connection } from "./rpc/index.ts";
import {
  auditAnchorName,
  deviceFact,
  insertOrgEntry,
  orgEntries,
  setDeviceFact,
  type OrgEntryRow,
  type StudioHome,
} from "./store/index.ts";
import { openPrimitives } from "./vault/index.ts";

const PREFERRED_AGENTS_PORT = 7717;
const AGENTS_PORT = "agents-port";
const IDLE_CHECK_MS = 5_000;

export interface StudioParts {
  readonly home: StudioHome;
  readonly version: string;
  /** The port that was asked for; undefined: the remembered one. */
  readonly agentsPort: number | undefined;
  readonly bridgeCommand: readonly string[];
}

/** A studio that runs, with the agents' door open. */
export interface RunningStudio {
  readonly studio: Studio;
  readonly agentsUrl: string;
  /** Every connection of the people's door, so that a lock signs all of them out. */
  readonly connections: Set<Connection>;
  close(): Promise<void>;
}

/**
 * Opens the organization of a home and both doors.
 *
 * @throws {StoreError} as `openHome`, and the listen error of a port that was asked for.
 */
export async function buildStudio(parts: StudioParts): Promise<RunningStudio> {
  const { home, version } = parts;
  const clock = systemClock;
  const startedAt = clock.now();
  const events = new EventHub();
  const connections = new Set<Connection>();
  const knownValues = createKnownValues(randomBytes(32));
  const redactor = createRedactor({ knownValues, sessionKey: randomBytes(32) });
  const log = createLog((line) => redactor.redactText(line).value);
  const primitives = await openPrimitives();
  let current: Org | null = null;
  let lookup: AgentLookup = () => ({ kind: "refused", reason: "no organization" });
  let lastSeenAt = clock.now();
  let isFounding = false;
  let locking: Promise<void> | undefined;

  const open = async (entry: OrgEntryRow): Promise<Org> => {
    const { id, name, created_at: createdAt } = entry;
    const listsChanged = (): void => door.listsChanged();
    const changed = events.changed.bind(events);
    const database = home.openOrg(id);
    return buildOrg({
      id,
      name,
      createdAt,
      database,
      primitives,
      clock,
      log,
      knownValues,
      redactor,
      changed,
      listsChanged,
      keyEnded: (keyId) => door.keyEnded(keyId),
      anchor: anchorOf(home, id),
    });
  };

  const adopt = (org: Org): void => {
    const { access, desk, db, catalog, discoverer } = org;
    lookup = createAgentLookup({
      access,
      desk,
      db,
      clock,
      snapshot: () => catalog.snapshot(),
      offers: (id, member) => discoverer.offers(id, member),
      strip: (text) => redactor.stripControls(text).text,
    });
    current = org;
  };

  const door: Door = await openAgentsDoor(parts, {
    lookup: (key) => lookup(key),
    version,
    onFault: (error) => log.error({ error: stackOf(error) }, "the agents' door failed at a request"),
  });
  const [entry] = await orgEntries(home.studio.db);
  if (entry) adopt(await open(entry));
  writeFileSync(join(home.path, "agents.json"), `${JSON.stringify({ url: door.url })}\n`, { mode: 0o600 });

  const lockNow = async (org: Org, actor: string, reason: string): Promise<void> => {
    await org.desk.suspend();
    org.vault.lock();
    org.forgetSecrets();
    org.authority.forget();
    org.memberSessions.endAll();
    for (const connection of connections) connection.signedIn = null;
    events.locked(); // Before the log: that it cannot be written must not leave a window open.
    await closeConnectors(org);
    await org.audit.write("durable", async () => [
      { actor, action: "vault.locked", subject: org.id, body: { reason } },
    ]);
  };
  const lock = async (actor: string, reason: string): Promise<void> => {
    if (current === null || current.vault.state.kind !== "unlocked") return locking;
    locking ??= lockNow(current, actor, reason).finally(() => {
      locking = undefined;
    });
    return locking;
  };

  const studio: Studio = {
    clock,
    events,
    home: home.path,
    about: (): StudioAbout => ({
      version,
      agentsUrl: door.url,
      home: home.path,
      startedAt,
      bridgeCommand: [...parts.bridgeCommand],
    }),
    org: () => current,
    createOrg: async ({ id, name }) => {
      if (current !== null || isFounding) throw contractError("already_set_up");
      isFounding = true;
      const row: OrgEntryRow = { id, name, created_at: clock.now() };
      const discard = async (org?: Org): Promise<void> => {
        isFounding = false;
        await org?.close();
        home.discardOrg(id);
      };
      const org = await open(row).catch(async (error: unknown) => {
        await discard();
        throw error;
      });
      return {
        org,
        keep: async () => {
          await insertOrgEntry(home.studio.db, row);
          adopt(org);
          isFounding = false;
        },
        discard: () => discard(org),
      };
    },
    reopen: async (actor) => {
      const org = current;
      if (org === null) return;
      await lock(actor, "its rows were changed from outside");
      await org.close();
      for (const { id } of org.access.keys.list()) door.keyEnded(id); // They were all revoked.
      adopt(await open({ id: org.id, name: org.name, created_at: org.createdAt }));
    },
    touch: () => {
      lastSeenAt = clock.now();
    },
    lock,
    log: (message, detail = {}) => log.warn(detail, message),
  };

  const idle = setInterval(() => {
    const idleLockMs = current?.access.settings.get().idleLockMs ?? 0;
    if (idleLockMs > 0 && clock.now() - lastSeenAt > idleLockMs)
      void lock("gatehouse", "nobody was there").catch((error: unknown) =>
        log.error({ error: stackOf(error) }, "the idle lock failed"),
      );
  }, IDLE_CHECK_MS);

  return {
    studio,
    agentsUrl: door.url,
    connections,
    close: async () => {
      clearInterval(idle);
      await current?.desk.close();
      await door.close();
      await current?.close();
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

function anchorOf(home: StudioHome, id: OrgEntryRow["id"]) {
  const name = auditAnchorName(id);
  return {
    read: async (): Promise<Anchor | null> => {
      const text = await deviceFact(home.studio.db, name);
      return text === undefined ? null : (JSON.parse(text) as Anchor); // Written by `write` below.
    },
    write: (anchor: Anchor) => setDeviceFact(home.studio.db, name, JSON.stringify(anchor)),
  };
}

/** Subprocesses hold secrets in their environment: they end with the lock. */
async function closeConnectors(org: Org): Promise<void> {
  await Promise.all([...org.catalog.snapshot().connectors.keys()].map((id) => org.connections.retire(id)));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : "something that is no error";
}
