import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptId } from "../../src-contract/ids.ts";
import type { AccountEntry, AttemptState, ConnectedAccount, ConnectOutput } from "../../src-contract/oauth.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, tell, type Answer, type Output } from "./output.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";

const LOOK_EVERY_MS = 1_000;

export function listAccounts(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const entries = await door.accounts.list();
    return {
      json: entries,
      lines: entries.map(accountLine),
      none: "There is nothing to connect yet. An admin adds a provider with `gatehouse providers add`.",
    };
  });
}

function accountLine({ provider, account }: AccountEntry): string {
  const whose = provider.owner === "org" ? "the organization's" : "yours";
  if (account === null) return `${provider.name}  ${whose}  not connected  at ${provider.host}`;
  const { accountName, state, expiresAt, scopes } = account;
  const until = expiresAt === null ? "no expiry known" : `token until ${new Date(expiresAt).toISOString()}`;
  const granted = scopes.length === 0 ? "" : `  ${scopes.join(" ")}`;
  return `${provider.name}  ${whose}  ${wordOf(state)}  ${accountName ?? "name not known"}  ${until}${granted}`;
}

function wordOf({ kind }: ConnectedAccount["state"]): string {
  switch (kind) {
    case "connected":
      return kind;
    case "degraded":
      return "cannot be reached";
    case "needs-reconnect":
      return "needs to be reconnected";
  }
}

/** What is wrong with accounts that this member uses, one answer each. */
export async function accountTroubles(door: PeopleDoor): Promise<readonly Answer[]> {
  const entries = await door.accounts.list();
  return entries.flatMap(({ provider, account, usedBy }) => {
    if (account !== null && account.state.kind !== "connected")
      return [troubleOf(provider.name, wordOf(account.state), account.state.message)];
    if (account === null && usedBy.length > 0) return [troubleOf(provider.name, "not connected", "")];
    return [];
  });
}

function troubleOf(provider: string, state: string, message: string): Answer {
  const line = `Account at ${provider}: ${state}. ${message}`.trim();
  return { json: { provider, state, message }, lines: [line] };
}

export interface ConnectFlags extends MemberFlags {
  readonly device: boolean;
  readonly issuer?: string;
  readonly scope: readonly string[];
  readonly wait: boolean;
}

type Begun = Extract<ConnectOutput, { kind: "browser" | "device" }>;

/** Begins a sign-in, says where it goes on, and waits for its end. Nothing is opened from here. */
export function connectAccount(flags: ConnectFlags, name: string, output: Output): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { provider } = await entryOf(door, name);
    const begun = await door.accounts.connect({
      providerId: provider.id,
      via: flags.device ? "device" : "browser",
      ...(flags.issuer !== undefined && { issuer: flags.issuer }),
      ...(flags.scope.length > 0 && { scopes: [...flags.scope] }),
    });
    if (begun.kind === "choose") throw choiceOf(begun.servers.map(({ issuer }) => issuer));
    if (begun.kind !== "connected") {
      for (const line of linesOf(begun)) await tell(output, line);
      if (!flags.wait) return { json: begun, lines: ["Look at it with `gatehouse accounts list`."] };
      await untilEnd(door, begun.attemptId);
    }
    const entry = await entryOf(door, name);
    return { json: entry, lines: [accountLine(entry)] };
  });
}

function choiceOf(issuers: readonly string[]): CommandError {
  const message = `It signs in at one of several servers. Choose one with --issuer: ${issuers.join(", ")}.`;
  return new CommandError("usage", EXIT.usage, message);
}

function linesOf(begun: Begun): readonly string[] {
  const reach = begun.server === null ? "" : ` It will let ${begun.server} act as you there.`;
  const scopes = begun.scopes.length === 0 ? [] : [`Asked for: ${begun.scopes.join(" ")}.`];
  switch (begun.kind) {
    case "browser":
      return [
        `You will sign in at ${begun.host}.${reach}`,
        ...scopes,
        ...begun.notes,
        `Open this address in a browser on the machine that the studio runs on${begun.hasDeviceCode ? " (elsewhere, use --device)" : ""}:`,
        begun.url,
      ];
    case "device":
      return [
        `You will sign in at ${begun.host}.${reach}`,
        ...scopes,
        `Open ${begun.verificationUrl} on any device, and enter the code ${begun.userCode}`,
      ];
  }
}

/** Waits until somebody signed in, refused or ran out of time. Interrupted, it calls the sign-in off. @throws {CommandError} */
async function untilEnd(door: PeopleDoor, attemptId: AttemptId): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once("SIGINT", interrupt);
  try {
    for (;;) {
      const end = endOf(await door.accounts.attempt({ attemptId }));
      if (end === "done") return;
      if (end !== null) throw end;
      await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted.signal });
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    await door.accounts.cancel({ attemptId });
    throw new CommandError("cancelled", EXIT.refused, "The sign-in was called off. Nothing was connected.");
  } finally {
    process.off("SIGINT", interrupt);
  }
}

function endOf(state: AttemptState): "done" | CommandError | null {
  switch (state.kind) {
    case "waiting":
    case "exchanging":
      return null;
    case "done":
      return "done";
    case "failed":
      return new CommandError(state.code, EXIT.refused, `${state.message} ${state.hint}`.trim());
    case "expired":
      return new CommandError("oauth_expired", EXIT.refused, "The sign-in took too long. Begin it again.");
    case "cancelled":
      return new CommandError("cancelled", EXIT.refused, "The sign-in was called off. Nothing was connected.");
  }
}

export function refreshAccount(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { account } = await connectedAt(door, name);
    const { state } = await door.accounts.refresh({ id: account.id });
    const code = state.kind === "degraded" ? "oauth_unreachable" : "account_needed";
    if (state.kind !== "connected")
      throw new CommandError(code, EXIT.found, `${name}: ${wordOf(state)}. ${state.message}`);
    const entry = await entryOf(door, name);
    return { json: entry, lines: [accountLine(entry)] };
  });
}

export function disconnectAccount(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { account } = await connectedAt(door, name);
    const gone = await door.accounts.disconnect({ id: account.id });
    return { json: gone, lines: [`The account at ${name} is disconnected.`, gone.message] };
  });
}

async function connectedAt(door: PeopleDoor, name: string): Promise<{ readonly account: ConnectedAccount }> {
  const { account } = await entryOf(door, name);
  if (account !== null) return { account };
  const quoted = JSON.stringify(name);
  const message = `No account is connected at ${quoted}. Connect it with \`gatehouse accounts connect ${quoted}\`.`;
  throw new CommandError("not_found", EXIT.usage, message);
}

async function entryOf(door: PeopleDoor, name: string): Promise<AccountEntry> {
  const entry = (await door.accounts.list()).find(({ provider }) => provider.name === name);
  if (entry) return entry;
  const message = `There is no provider called ${JSON.stringify(name)}. \`gatehouse providers list\` names them.`;
  throw new CommandError("not_found", EXIT.usage, message);
}
