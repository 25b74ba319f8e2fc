import type { AccountBook } from "./account-book.ts";
import { createAccounts } from "./accounts.ts";
import type { OAuth } from "./oauth.ts";
import { TIMING, type OAuthParts } from "./parts.ts";
import { createProviders } from "./providers.ts";
import { reconcile } from "./reconcile.ts";
import { nameOfRef } from "./refs.ts";
import { codeOf } from "./renewal.ts";
import { openRooms } from "./rooms.ts";
import { takeInLate } from "./take-in-late.ts";
import { visitSealed } from "./token-request.ts";

const FLUSH_MS = 60_000;
/** The slowest answer that is waited for at all is given up after 15 seconds, three of which the lock has waited. */
const ANSWER_MS = 12_000;

/** Opens the room for one organization. What the vault holds is read at `opened`. */
export async function openOAuth(parts: OAuthParts): Promise<OAuth> {
  const rooms = await openRooms(parts);
  const { accounts, attempts, keeper, renewal, ahead, secrets } = rooms;
  let flushing: NodeJS.Timeout | undefined;
  let stopping: Promise<void> = Promise.resolve();
  const { settleMs } = { ...TIMING, ...parts.timing };
  const settled = async (): Promise<void> => {
    await withinBounds(settleMs, [renewal.settled(), ahead.settled()]);
    await withinBounds(settleMs, [renewal.prepare()]);
  };
  const stop = (): Promise<void> => {
    ahead.stop();
    clearInterval(flushing);
    return attempts.clear();
  };
  return {
    providers: createProviders(parts, rooms),
    accounts: createAccounts(rooms),
    token: (providerId, member, minLeftMs) => keeper.token(providerId, member, minLeftMs),
    rejected: (providerId, member, rejection) => keeper.rejected(providerId, member, rejection),
    forEachSecret: (visit) => forEachSecret(parts, visit),
    opened: async () => {
      await secrets.refresh();
      await takeInLate(parts, rooms);
      await reconcile(parts, rooms);
      renewal.begin();
      ahead.start();
      clearInterval(flushing);
      flushing = setInterval(() => void flush(parts, accounts), FLUSH_MS);
      flushing.unref();
    },
    settled,
    answered: () => withinBounds(ANSWER_MS, [renewal.answered(), stopping]),
    locked: () => {
      stopping = stop();
      renewal.forget();
    },
    [Symbol.asyncDispose]: async () => {
      await withinBounds(settleMs, [stop(), renewal.settled(), ahead.settled()]);
      await flush(parts, accounts);
    },
  };
}

/** Nobody waits for a server for ever. */
async function withinBounds(boundMs: number, works: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, boundMs);
  });
  await Promise.race([Promise.all(works), late]);
  clearTimeout(timer);
}

/** Everything of this room that the present keys open. */
async function forEachSecret({ vault }: OAuthParts, visit: (name: string, bytes: Uint8Array) => void): Promise<void> {
  for (const ref of await vault.list()) {
    try {
      using secret = await vault.use(ref);
      if (secret) visitSealed(secret, (field, bytes) => visit(`${nameOfRef(ref)}/${field}`, bytes));
    } catch (error) {
      if (codeOf(error) === "vault_locked") throw error; // Others belong to somebody else, or cannot be read by anybody.
    }
  }
}

async function flush({ log }: OAuthParts, accounts: AccountBook): Promise<void> {
  try {
    await accounts.flush();
  } catch (error) {
    log.error({ error: String(error) }, "uses of accounts could not be noted");
  }
}
