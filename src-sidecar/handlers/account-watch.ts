import type { MemberId, ProviderId } from "../../src-contract/ids.ts";
import { accountsNeeded, type ConnectorEntry } from "../catalog/index.ts";
import type { AccountEntryFacts, OAuth } from "../oauth/index.ts";

export interface AccountWatchParts {
  readonly accounts: () => Pick<OAuth["accounts"], "list">;
  readonly connectors: () => Iterable<ConnectorEntry>;
  /** Ends what is open for this member, or (null) for everybody: a process that was given the token of an account that is gone. */
  readonly retire: (connector: ConnectorEntry, member: MemberId | null) => void;
  /** An account is there that was not, or works again. */
  readonly usable: (connector: ConnectorEntry, member: MemberId | null) => void;
}

interface Seen {
  readonly providerId: ProviderId;
  readonly memberId: MemberId | null;
  readonly connection: string;
  readonly works: boolean;
}

/** Notices what became of accounts, for the connections that go out with them. */
export class AccountWatch {
  readonly #parts: AccountWatchParts;
  #seen: ReadonlyMap<string, Seen>;

  constructor(parts: AccountWatchParts) {
    this.#parts = parts;
    this.#seen = seenOf(parts.accounts().list());
  }

  /** Told whenever an account may be another one than it was. */
  look(): void {
    const before = this.#seen;
    const now = seenOf(this.#parts.accounts().list());
    this.#seen = now;
    for (const [key, was] of before)
      if (now.get(key)?.connection !== was.connection) this.#each(was, this.#parts.retire);
    for (const [key, is] of now) {
      const was = before.get(key);
      if (is.works && (was?.connection !== is.connection || !was.works)) this.#each(is, this.#parts.usable);
    }
  }

  #each({ providerId, memberId }: Seen, tell: (connector: ConnectorEntry, member: MemberId | null) => void): void {
    for (const connector of this.#parts.connectors())
      if (accountsNeeded(connector.config).some((need) => need.providerId === providerId)) tell(connector, memberId);
  }
}

function seenOf(accounts: readonly AccountEntryFacts[]): ReadonlyMap<string, Seen> {
  return new Map(
    accounts.map(({ id, providerId, memberId, connectedAt, state }) => [
      `${providerId}/${memberId ?? ""}`,
      { providerId, memberId, connection: `${id}/${connectedAt}`, works: state.kind !== "needs-reconnect" },
    ]),
  );
}
