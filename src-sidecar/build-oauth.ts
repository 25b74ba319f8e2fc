import type { MemberId, OrgId, ProviderId } from "../src-contract/ids.ts";
import type { Topic } from "../src-contract/studio.ts";
import type { AuditLog } from "./audit/index.ts";
import type { Clock } from "./base/clock.ts";
import type { Log } from "./base/log.ts";
import { createNet } from "./base/net.ts";
import type { Catalog, KnownProvider } from "./catalog/index.ts";
import type { Attachment, Refusal } from "./connectors/index.ts";
import { AccountSecrets, createGrantVault, usesOf, type SecretIndex } from "./handlers/index.ts";
import type { Members } from "./identity/index.ts";
import { createProtocol, openOAuth, type OAuth, type Timing } from "./oauth/index.ts";
import type { Access } from "./policy/index.ts";
import type { RedactionService } from "./redaction/index.ts";
import type { OrgDb, Recorder } from "./store/index.ts";
import type { Primitives, Vault } from "./vault/index.ts";

/** What the room of connected accounts is joined to. */
export interface OAuthRooms {
  readonly id: OrgId;
  readonly db: OrgDb;
  readonly clock: Clock;
  readonly log: Log;
  /** Changes what gives power. */
  readonly record: Recorder;
  readonly audit: Pick<AuditLog, "record">;
  readonly vault: Vault;
  readonly primitives: Primitives;
  readonly secrets: SecretIndex;
  readonly redaction: Pick<RedactionService, "known">;
  readonly members: Pick<Members, "find">;
  readonly catalog: () => Catalog;
  readonly settings: () => ReturnType<Access["settings"]["get"]>;
  readonly changed: (topics: readonly Topic[]) => void;
  /** An account may be another one than it was. */
  readonly accountsChanged: () => void;
  /** For tests that cannot wait. */
  readonly timing?: Partial<Timing> | undefined;
}

/** The room, and what redaction knows of its secrets. */
export interface BuiltOAuth {
  readonly oauth: OAuth;
  readonly accountSecrets: AccountSecrets;
  close(): Promise<void>;
}

/** Opens the room of connected accounts and joins it to the others. */
export async function buildOAuth(rooms: OAuthRooms): Promise<BuiltOAuth> {
  const { id, db, clock, log, settings, members, vault, secrets } = rooms;
  const net = createNet({ allowedHosts: () => settings().allowedHosts });
  const clientMetadataUrl = (): string | null => settings().clientMetadataUrl;
  const accountSecrets = new AccountSecrets({ oauth: () => oauth, known: rooms.redaction.known, clock });
  const oauth = await openOAuth({
    orgId: id,
    db,
    record: rooms.record,
    note: rooms.audit.record,
    vault: createGrantVault({ vault, secrets, primitives: rooms.primitives }),
    protocol: createProtocol({ net, clock, clientMetadataUrl }),
    net,
    clock,
    learn: accountSecrets.learn,
    clientMetadataUrl,
    memberName: (member) => members.find(member)?.name ?? "a former member",
    connectorsOf: (provider) => [
      ...new Set(usesOf(rooms.catalog().snapshot(), provider).map(({ connectorName }) => connectorName)),
    ],
    changed: (topic) => {
      // A connector's card, the banner and the cards of calls say how accounts are.
      rooms.changed([topic, "accounts", "connectors", "approvals"]);
      rooms.accountsChanged();
    },
    log,
    ...(rooms.timing && { timing: rooms.timing }),
  });
  return {
    oauth,
    accountSecrets,
    close: async () => {
      await oauth[Symbol.asyncDispose]();
      net.close();
    },
  };
}

/** A provider as connectors' configs depend on it. */
export function knownProvider({ providers }: OAuth, id: ProviderId): KnownProvider | undefined {
  const provider = providers.find(id);
  if (!provider) return undefined;
  const { server } = provider.config;
  return { name: provider.name, resource: server.kind === "resource" ? server.resource : null };
}

/** Says that a server did not take tokens; `again` when there is a newer one. */
export async function rejectedTokens(
  oauth: Pick<OAuth, "rejected">,
  member: MemberId | null,
  { status, url, headers }: Refusal,
  { tokens = [] }: Attachment,
): Promise<"again" | "no"> {
  let answer: "again" | "no" = "no";
  for (const { providerId, generation } of tokens)
    if ((await oauth.rejected(providerId, member, { generation, status, url, headers })) === "again") answer = "again";
  return answer;
}
