import * as z from "zod";
import type { ProviderId } from "../../src-contract/ids.ts";
import { providerConfig, type ProviderConfig } from "../../src-contract/oauth.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { canonicalJson, type JsonObject } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import { newId } from "../base/new-id.ts";
import {
  deleteProviderRow,
  insertProviderRow,
  isUniqueViolation,
  noteRegistrations,
  providerRows,
  updateProviderRow,
  type AuditDraft,
  type OrgDb,
  type ProviderRow,
  type Recorder,
} from "../store/index.ts";
import { OAuthError } from "./error.ts";
import type { OAuthClient } from "./grant.ts";
import type { ProviderEntry } from "./oauth.ts";

/** What the book is kept with. */
export interface ProviderBookParts {
  readonly db: OrgDb;
  readonly record: Recorder;
  readonly note: Recorder;
  readonly clock: Clock;
  readonly changed: () => void;
}

const registrationNotes = z.array(
  z.object({
    issuer: z.string(),
    clientId: z.string(),
    by: z.enum(["registered", "metadata-document", "dynamic"]),
    at: z.number(),
  }),
);

/** The providers of an organization, in memory as they stand in the database. */
export class ProviderBook {
  readonly #parts: ProviderBookParts;
  #entries = new Map<ProviderId, ProviderEntry>();

  private constructor(parts: ProviderBookParts) {
    this.#parts = parts;
  }

  static async open(parts: ProviderBookParts): Promise<ProviderBook> {
    const book = new ProviderBook(parts);
    await book.#reload();
    return book;
  }

  list(): readonly ProviderEntry[] {
    return [...this.#entries.values()];
  }

  find(id: ProviderId): ProviderEntry | undefined {
    return this.#entries.get(id);
  }

  /** @throws {OAuthError} `not_found`. */
  get(id: ProviderId): ProviderEntry {
    const entry = this.#entries.get(id);
    if (!entry) throw gone();
    return entry;
  }

  /** @throws {OAuthError} `name_taken` by another provider. */
  assertNameFree({ id, name }: Pick<ProviderEntry, "id" | "name">): void {
    const isTaken = this.list().some((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase());
    if (isTaken) throw nameTaken();
  }

  async create(wish: { readonly name: string; readonly config: ProviderConfig }, by: Actor): Promise<ProviderEntry> {
    const row: ProviderRow = {
      id: newId<ProviderId>(),
      name: wish.name,
      config: configText(wish.config),
      revision: 1,
      registrations: "[]",
      created_at: this.#parts.clock.now(),
      created_by: by.id,
    };
    const entry = this.#entry(by, "provider.created", row.id, shown(wish));
    await this.#change((tx) => insertProviderRow(tx, row), entry);
    return this.get(row.id);
  }

  async update(
    wish: { readonly id: ProviderId; readonly name: string; readonly config: ProviderConfig },
    by: Actor,
  ): Promise<ProviderEntry> {
    const { id, name, config } = wish;
    const before = this.get(id);
    const revision = isSameJson(before.config, config) ? before.revision : before.revision + 1;
    if (name === before.name && revision === before.revision) return before;
    const entry = this.#entry(by, "provider.updated", id, { was: shown(before), is: shown(wish) });
    await this.#change(async (tx) => {
      if (!(await updateProviderRow(tx, id, { name, config: configText(config), revision }))) throw gone();
    }, entry);
    return this.get(id);
  }

  /** Removes the provider's row, and with it the notes of its accounts. */
  async remove(id: ProviderId, by: Actor): Promise<void> {
    const { name } = this.get(id);
    await this.#change(
      async (tx) => {
        if (!(await deleteProviderRow(tx, id))) throw gone();
      },
      this.#entry(by, "provider.removed", id, { name }),
    );
  }

  /** Notes as whom Gatehouse is known at an issuer, in the place of what was noted of it. */
  async noteClient(id: ProviderId, client: OAuthClient): Promise<void> {
    const { issuer, id: clientId, by, registeredAt } = client;
    const present = this.get(id).registrations;
    if (present.some((one) => one.issuer === issuer && one.clientId === clientId)) return;
    const others = present.filter((one) => one.issuer !== issuer);
    const body = { provider: this.get(id).name, issuer, clientId };
    const entry = { actor: "gatehouse", action: "provider.registered", subject: id, body };
    const next = [...others, { issuer, clientId, by, at: registeredAt }];
    await this.#note(id, next, by === "dynamic" ? entry : null);
  }

  /** Forgets what was noted: all of it, or of one issuer. */
  async forgetClients(id: ProviderId, entry: Omit<AuditDraft, "subject"> | null, issuer?: string): Promise<void> {
    const left = issuer === undefined ? [] : this.get(id).registrations.filter((one) => one.issuer !== issuer);
    await this.#note(id, left, entry && { ...entry, subject: id });
  }

  /** Logs what was done to a provider outside its row. */
  async log(id: ProviderId, by: Actor, action: string, body: JsonObject): Promise<void> {
    await this.#parts.record(async () => ({ value: undefined, entries: [this.#entry(by, action, id, body)] }));
    this.#parts.changed();
  }

  async #note(id: ProviderId, notes: ProviderEntry["registrations"], entry: AuditDraft | null): Promise<void> {
    await this.#parts.note(async (tx) => {
      await noteRegistrations(tx, id, JSON.stringify(notes));
      return { value: undefined, entries: entry === null ? [] : [entry] };
    });
    // The rows are not read again: only a change that admins make was held against what they signed.
    const known = this.#entries.get(id);
    if (known) this.#entries.set(id, { ...known, registrations: notes });
    this.#parts.changed();
  }

  #entry(by: Actor, action: string, subject: ProviderId, body: JsonObject): AuditDraft {
    return { actor: actorName(by), action, subject, body };
  }

  async #change(change: (tx: OrgDb) => Promise<void>, entry: AuditDraft): Promise<void> {
    try {
      await this.#parts.record(async (tx) => {
        await change(tx);
        return { value: undefined, entries: [entry] };
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw nameTaken(error);
    }
    await this.#reload();
    this.#parts.changed();
  }

  async #reload(): Promise<void> {
    const rows = await providerRows(this.#parts.db);
    this.#entries = new Map(rows.map((row) => [row.id, entryOf(row)]));
  }
}

/** Whether two configurations are of the same server, with all places that tokens go to, app and kind of owner: what accounts are bound to. */
export function isSameProvider(one: ProviderConfig, other: ProviderConfig): boolean {
  const bound = ({ server, client, owner, quirks }: ProviderConfig) => ({
    ...{ server, client: bare(client), owner, refreshUrl: quirks.refreshUrl ?? null },
    deleteTokenUrl: quirks.deleteTokenUrl ?? null,
  });
  return isSameJson(bound(one), bound(other));
}

/** Without the issuer: to say whom an app belongs to is not to take another one. */
function bare(client: ProviderConfig["client"]): object {
  return client.kind === "registered" ? { kind: client.kind, clientId: client.clientId } : client;
}

function isSameJson(one: object, other: object): boolean {
  return configText(one) === configText(other);
}

function shown({ name, config }: { readonly name: string; readonly config: ProviderConfig }): JsonObject {
  return { name, ...jsonOf(config) };
}

function configText(config: object): string {
  return canonicalJson(jsonOf(config));
}

function jsonOf(config: object): JsonObject {
  return config as JsonObject; // A configuration, or a part of one, is parsed from JSON by the contract's schema.
}

function entryOf(row: ProviderRow): ProviderEntry {
  return {
    id: row.id,
    name: row.name,
    config: providerConfig.parse(JSON.parse(row.config)),
    revision: row.revision,
    createdAt: row.created_at,
    registrations: registrationNotes.parse(JSON.parse(row.registrations)),
  };
}

function nameTaken(cause?: unknown): OAuthError {
  return new OAuthError("name_taken", "config", "Another provider has this name.", { cause });
}

function gone(): OAuthError {
  return new OAuthError("not_found", "config", "That provider no longer exists.");
}
