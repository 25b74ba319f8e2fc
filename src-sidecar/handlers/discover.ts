import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId, MemberId } from "../../src-contract/ids.ts";
import type { Log } from "../base/log.ts";
import type { Offers } from "../base/offers.ts";
import type { Clock } from "../base/clock.ts";
import { cleanOffers, type Catalog, type ContentOperation, type OfferIndex } from "../catalog/index.ts";
import type { Connections, ConnectorTarget, Discovery } from "../connectors/index.ts";

const DISCOVER_MS = 60_000; // `npx` may have to install the package first.
const OFFERS_MS = 5_000; // An agent waits for its list, and some have no patience.
const OFFERS_RETRY_MS = 30_000;

export interface DiscovererParts {
  readonly catalog: Catalog;
  readonly connections: Pick<Connections, "isOpen" | "discover">;
  readonly clock: Clock;
  /** What to connect to, with whose values; `revision` follows config and credentials. */
  readonly targetOf: (id: ConnectorId, member: MemberId | null) => ConnectorTarget;
  /** Whether a connector may be asked now. */
  readonly isOpen: () => boolean;
  /** Takes secrets and invisible characters out of what a server lists. */
  readonly clean: (offers: Offers) => Offers | Promise<Offers>;
  readonly cleanText: (text: string) => string | Promise<string>;
  readonly holdsVaultValue: (definition: ToolDefinition) => boolean | Promise<boolean>;
  readonly log: Pick<Log, "warn">;
  /** A connector was asked. `isOther`: the catalog is not what it was. */
  readonly onChange: (isOther: boolean) => void;
}

/** Asks connectors what they offer and keeps the catalog up to it. One question to a connector at a time. */
export class Discoverer {
  readonly #parts: DiscovererParts;
  readonly #running = new Map<string, Promise<Discovery>>();
  readonly #failedAt = new Map<string, number>();
  /** Listings that servers asked for and that have not ended. */
  readonly #listing = new Map<ConnectorId, Promise<void>>();
  /** Those of them that have not asked yet: however often a server says so, one more question answers it. */
  readonly #queued = new Map<ConnectorId, Promise<void>>();

  constructor(parts: DiscovererParts) {
    this.#parts = parts;
  }

  /** @throws {ConnectorError} what is wrong with the connection; the catalog is then as it was. */
  discover(id: ConnectorId, member: MemberId | null): Promise<Discovery> {
    const key = `${id}/${member ?? ""}`;
    const running = this.#running.get(key) ?? this.#discover(id, member).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  /**
   * A connector's lists may be others now. It is asked as the member for whom the connection is that said so; what it lists to others is asked
   * again when one of them needs it.
   */
  async listChanged(id: ConnectorId, member: MemberId | null): Promise<void> {
    this.#parts.catalog.offers.forgetOthers(this.#parts.targetOf(id, member));
    const queued = this.#queued.get(id);
    if (queued) return queued;
    const running = this.#running.get(`${id}/${member ?? ""}`);
    const listing = this.#listAfter(id, member, running).finally(() => {
      if (this.#listing.get(id) === listing) this.#listing.delete(id);
    });
    this.#listing.set(id, listing);
    if (running) this.#queued.set(id, listing);
    await listing;
  }

  /**
   * Waits until the catalog says what the connector offers now: connects where this member's call would open a connection, and sits out a listing that the
   * server asked for.
   *
   * @throws {ConnectorError} as `discover`: what could not be listed again is not called as what it was.
   */
  async upToDate(id: ConnectorId, member: MemberId | null): Promise<void> {
    const { connections, targetOf } = this.#parts;
    if (!connections.isOpen(targetOf(id, member))) await this.discover(id, member);
    await this.#listing.get(id);
  }

  /**
   * What a connector lists beside its tools, for calls that act as this member. It is asked where nobody has asked yet; undefined when it
   * does not answer soon.
   */
  offers(id: ConnectorId, member: MemberId | null): OfferIndex | undefined | Promise<OfferIndex | undefined> {
    const target = this.#parts.targetOf(id, member);
    return this.#parts.catalog.offers.of(target) ?? this.#offersAskedFor(target, member);
  }

  async #listAfter(id: ConnectorId, member: MemberId | null, running: Promise<Discovery> | undefined): Promise<void> {
    await running?.catch(() => undefined); // Its answer may be older than the change.
    this.#queued.delete(id);
    await this.discover(id, member);
  }

  async #offersAskedFor(target: ConnectorTarget, member: MemberId | null): Promise<OfferIndex | undefined> {
    const { catalog, clock, isOpen } = this.#parts;
    const key = `${target.connectorId}/${target.owner}/${target.revision}`;
    if (!isOpen() || clock.now() - (this.#failedAt.get(key) ?? -Infinity) < OFFERS_RETRY_MS) return undefined;
    const asked = this.discover(target.connectorId, member).then(
      () => this.#failedAt.delete(key),
      () => this.#failedAt.set(key, clock.now()), // Its state says what is wrong.
    );
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, OFFERS_MS);
    await Promise.race([asked, late.promise]);
    clearTimeout(timer);
    return catalog.offers.of(target);
  }

  async #discover(id: ConnectorId, member: MemberId | null): Promise<Discovery> {
    const { catalog, connections, targetOf, isOpen, clean, cleanText, onChange } = this.#parts;
    const target = targetOf(id, member);
    const discovery = await connections.discover(target, { signal: AbortSignal.timeout(DISCOVER_MS) });
    const { version } = catalog.snapshot();
    const cleaned = await clean(discovery.offers);
    // A vault that was locked meanwhile no longer knows what to take out.
    if (isOpen()) catalog.offers.note(target, cleanOffers(discovery.offers, cleaned));
    const tools = await this.#withoutVaultValues(id, discovery.tools);
    const { serverName, serverVersion, instructions } = discovery;
    // Who it is comes before what it offers: the tools of another server are not held by the reviews of this one.
    await catalog.connectors.noteServer(id, {
      serverName: await cleanText(serverName),
      serverVersion: await cleanText(serverVersion),
      instructions: instructions === null ? null : await cleanText(instructions),
    });
    await catalog.tools.reconcile(id, tools, operationsOf(discovery));
    onChange(catalog.snapshot().version !== version);
    return discovery;
  }

  /** A definition is pinned as it was sent, so it cannot be redacted: one that holds a value of the vault is not taken in. */
  async #withoutVaultValues(id: ConnectorId, tools: readonly ToolDefinition[]): Promise<readonly ToolDefinition[]> {
    const { holdsVaultValue, log } = this.#parts;
    const kept: ToolDefinition[] = [];
    for (const tool of tools) if (!(await holdsVaultValue(tool))) kept.push(tool);
    const left = tools.length - kept.length;
    if (left > 0)
      log.warn(
        { connectorId: id, tools: left },
        "a server put a credential into its tools' definitions; those tools were left out",
      );
    return kept;
  }
}

function operationsOf({ offering }: Discovery): readonly ContentOperation[] {
  return [
    ...(offering.resources ? (["resources/read"] as const) : []),
    ...(offering.prompts ? (["prompts/get"] as const) : []),
    ...(offering.completions ? (["completion/complete"] as const) : []),
  ];
}
