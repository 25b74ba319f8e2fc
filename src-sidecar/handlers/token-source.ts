import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { CallError, type Carrier, type TokenSource } from "../calls/index.ts";
import { accountsNeeded, isWithin } from "../catalog/index.ts";
import type { Members } from "../identity/index.ts";
import type { AccountEntryFacts, IssuedToken, OAuth, ProviderEntry } from "../oauth/index.ts";
import { VaultError } from "../vault/index.ts";

export interface TokenSourceParts {
  readonly oauth: Pick<OAuth, "token"> & { readonly providers: Pick<OAuth["providers"], "find"> };
  readonly members: Pick<Members, "find">;
}

/** Hands out the tokens that calls go out with, each to the server that it was issued for and to no other. */
export function createTokenSource({ oauth, members }: TokenSourceParts): TokenSource {
  return {
    use: async ({ providerId }, as, { member, carrier }) => {
      const provider = oauth.providers.find(providerId);
      if (provider === undefined)
        throw new CallError("tool_unavailable", `The provider whose account ${as} needs is gone. Nothing was sent.`);
      if (provider.config.owner === "member" && member === null)
        throw new CallError(
          "tool_unavailable",
          `${as} needs the account of a member at ${JSON.stringify(provider.name)}, and this key is shared. Use a key that is issued to a member.`,
        );
      const issued = await tokenOf({ oauth, members }, provider, member);
      if (isFor(provider, issued, carrier)) return issued;
      issued.value.wipe();
      throw new CallError(
        "tool_unavailable",
        `The account at ${JSON.stringify(provider.name)} is for another server than this one, so its token was not sent there. Ask an admin to look at the connector. Nothing was sent.`,
      );
    },
  };
}

async function tokenOf(
  { oauth, members }: TokenSourceParts,
  { id, name }: ProviderEntry,
  member: MemberId | null,
): Promise<IssuedToken> {
  try {
    return await oauth.token(id, member);
  } catch (error) {
    if (!(error instanceof VaultError && error.code === "scope_locked")) throw error;
    const whose = (member === null ? undefined : members.find(member)?.name) ?? "a member";
    throw new CallError(
      "scope_locked",
      `The call acts as ${whose}, and the keys of their account at ${JSON.stringify(name)} are not open. ${whose} has to open the vault. Nothing was sent.`,
    );
  }
}

/** A token goes to the resource that it was issued for, whatever the connector says, and whoever redirects. */
function isFor({ config: { server } }: ProviderEntry, { resource }: IssuedToken, carrier: Carrier): boolean {
  if (carrier.kind === "spawn") return server.kind !== "resource"; // Those are for a remote server, never for a program here.
  if (server.kind === "resource" && new URL(server.resource).origin !== URL.parse(carrier.url)?.origin) return false;
  if (resource === null || !/^https?:/i.test(resource)) return true; // RFC 8707 allows any URI: it names no server then.
  return isWithin(resource, carrier.url);
}

/**
 * Makes sure, before a process is chosen, that tokens which are given to processes are good for a while: one that was started with an older
 * token then makes way for another. What cannot be refreshed now stays as it is.
 */
export async function freshenTokens(
  { oauth }: { readonly oauth: Pick<OAuth, "token"> & { readonly accounts: Pick<OAuth["accounts"], "find"> } },
  config: ConnectorConfig,
  member: MemberId | null,
): Promise<void> {
  if (config.kind !== "mcp-stdio") return;
  for (const { providerId } of accountsNeeded(config)) {
    const account = oauth.accounts.find(providerId, member);
    if (account === undefined) continue; // Whoever asks for its token says so.
    const { value } = await oauth.token(providerId, member, halfLifeOf(account));
    value.wipe();
  }
}

function halfLifeOf({ expiresAt, refreshedAt, connectedAt }: AccountEntryFacts): number {
  return expiresAt === null ? 0 : Math.max(0, (expiresAt - (refreshedAt ?? connectedAt)) / 2);
}
