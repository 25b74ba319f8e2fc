import type { CredentialId, EntryId, TeamId } from "../../src-contract/ids.ts";
import type { SealedEntry } from "../../src-contract/vault.ts";
import { actorName } from "../base/actor.ts";
import type { Secret } from "../base/secret.ts";
import { materialProblems, mergeMaterial } from "../calls/index.ts";
import type { CredentialEntry } from "../catalog/index.ts";
import { contractError, type Connection } from "../rpc/index.ts";
import { VaultError, type SecretRef } from "../vault/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { credentialSummaryOf } from "./credential-views.ts";
import type { Org, Studio } from "./org.ts";
import { CREDENTIAL_OWNER, secretRefOf, type ValueOwner } from "./secret-index.ts";

/** What an entry was offered for. */
interface Offered {
  readonly org: Org;
  readonly credentialId: CredentialId;
  readonly teamId: TeamId | null;
}

/** Credentials: references that everybody sees, values that nobody sees again. */
export function credentialHandlers(os: Implementer, studio: Studio) {
  const { credentials } = os;
  // An entry belongs to the connection that asked for it, and ends with it.
  const offers = new WeakMap<Connection, Map<EntryId, Offered>>();
  return {
    list: credentials.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      return [...org.catalog.snapshot().credentials.values()].map((credential) =>
        credentialSummaryOf(org, credential, id),
      );
    }),
    create: credentials.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const credential = await org.catalog.credentials.create(input, by);
      org.events.changed(["credentials"]);
      return credentialSummaryOf(org, credential, by.id);
    }),
    update: credentials.update.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const credential = await org.catalog.credentials.update(input, by);
      await org.learnSecrets(); // What is redacted is named after it.
      org.events.changed(["credentials", "connectors"]);
      return credentialSummaryOf(org, credential, by.id);
    }),
    beginEntry: credentials.beginEntry.handler(({ input, context }) => {
      const org = orgOf(studio, context);
      const { credentialId, teamId = null } = input;
      ownerFor(org, org.catalog.credentials.get(credentialId), teamId, context);
      const { entryId, ...offer } = org.vault.beginEntry({ orgId: org.id, credentialId, teamId });
      const id = entryId as EntryId; // Drawn by the vault from the same source as all ids.
      const own = offers.get(context.connection) ?? new Map<EntryId, Offered>();
      offers.set(context.connection, own.set(id, { org, credentialId, teamId }));
      return { entryId: id, orgId: org.id, ...offer };
    }),
    setSecret: credentials.setSecret.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const own = offers.get(context.connection);
      const offered = own?.get(input.entry.entryId);
      own?.delete(input.entry.entryId);
      if (offered === undefined || offered.org !== org) throw contractError("entry_expired");
      await setValue(org, { id: input.id, teamId: offered.teamId, entry: input.entry }, context);
      return changedValue(studio, org, input.id, context);
    }),
    clearSecret: credentials.clearSecret.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      await clearValue(org, input.id, input.teamId ?? null, context);
      return changedValue(studio, org, input.id, context);
    }),
    remove: credentials.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { usedBy } = org.catalog.credentials.get(input.id);
      if (usedBy.length === 0) await org.vault.removeOwned(CREDENTIAL_OWNER, input.id);
      await org.catalog.credentials.remove(input.id, actorOf(context)); // Refuses one in use, and says which connectors use it.
      await org.secrets.refresh();
      await org.learnSecrets();
      org.events.changed(["credentials", "connectors"]);
    }),
  };
}

/** Joins what was entered to what is set, and seals it. */
async function setValue(
  org: Org,
  { id, teamId, entry }: { readonly id: CredentialId; readonly teamId: TeamId | null; readonly entry: SealedEntry },
  context: HandlerContext,
): Promise<void> {
  const by = actorOf(context);
  const entered = await org.vault.openEntry(entry.entryId, entry.box, { orgId: org.id, credentialId: id, teamId });
  try {
    const credential = org.catalog.credentials.get(id);
    const owner = ownerFor(org, credential, teamId, context);
    const ref = secretRefOf(org.id, id, owner);
    await org.secrets
      .inTurn(() => putMerged(org, credential, ref, entered))
      .catch(async (error: unknown) => {
        await org.learnSecrets().catch(() => undefined); // Forgets what was announced; a locked vault has forgotten it already.
        throw error;
      });
    const body = {
      name: credential.name,
      scope: credential.scope,
      fields: [...entered.keys()],
      ...ownerBody(org, owner),
    };
    await org.audit.write("durable", async () => [
      { actor: actorName(by), action: "credential.value-set", subject: id, body },
    ]);
  } finally {
    for (const value of entered.values()) value.wipe();
  }
}

async function putMerged(
  org: Org,
  { authType }: CredentialEntry,
  ref: SecretRef,
  entered: ReadonlyMap<string, Secret>,
): Promise<void> {
  using present = await presentValue(org, ref);
  using merged = mergeMaterial(present, entered, (fields) => {
    const problems = materialProblems(authType, fields);
    const [first] = problems;
    if (first) throw contractError("invalid_input", first.message, { fields: [...problems] });
  });
  // Once it is stored any call may be sent with it, and the answer may tell it.
  using _announced = org.secrets.announce(ref, merged);
  await org.learnSecrets();
  await org.vault.putSecret(ref, merged);
}

async function presentValue(org: Org, ref: SecretRef): Promise<Secret | null> {
  try {
    return await org.vault.useSecret(ref);
  } catch (error) {
    if (error instanceof VaultError && error.code === "secret_missing") return null;
    throw error; // One that cannot be opened is not written over: whoever wants that removes it first.
  }
}

async function clearValue(org: Org, id: CredentialId, teamId: TeamId | null, context: HandlerContext): Promise<void> {
  const by = actorOf(context);
  const credential = org.catalog.credentials.get(id);
  const owner = ownerFor(org, credential, teamId, context, "clear");
  const isCleared = await org.secrets.inTurn(() => org.vault.removeSecret(secretRefOf(org.id, id, owner)));
  if (!isCleared) return;
  const body = { name: credential.name, scope: credential.scope, ...ownerBody(org, owner) };
  await org.audit.write("durable", async () => [
    { actor: actorName(by), action: "credential.value-cleared", subject: id, body },
  ]);
}

/** Everybody who shows or uses the value learns that it is another one. */
async function changedValue(studio: Studio, org: Org, id: CredentialId, context: HandlerContext) {
  await org.secrets.refresh();
  await org.learnSecrets();
  org.events.changed(["credentials", "connectors", "vault"]);
  studio.touch();
  return credentialSummaryOf(org, org.catalog.credentials.get(id), actorOf(context).id);
}

/** Whose value this person may change: the organization's as an admin, a team's as one of it, one's own. */
function ownerFor(
  org: Org,
  { scope }: CredentialEntry,
  teamId: TeamId | null,
  context: HandlerContext,
  wish: "set" | "clear" = "set",
): ValueOwner {
  const { id } = actorOf(context);
  const isAdmin = context.seat.signedIn?.member.role === "admin";
  if ((teamId !== null) !== (scope === "team_secret"))
    throw contractError("invalid_input", "A team is needed for a team's value, and for no other.", {
      fields: [{ path: "/teamId", message: scope === "team_secret" ? "is needed" : "is not for this credential" }],
    });
  switch (scope) {
    case "org_secret":
      if (!isAdmin) throw contractError("forbidden", "Only an admin changes the organization's credentials.");
      return { kind: "org" };
    case "user_secret":
      return { kind: "member", id };
    case "team_secret": {
      const team = org.members.teams().find((one) => one.id === teamId);
      if (!team) throw contractError("not_found", "There is no such team.");
      if (!team.memberIds.includes(id) && !(isAdmin && wish === "clear"))
        throw contractError("forbidden", "Only the members of a team set its values.");
      return { kind: "team", id: team.id };
    }
  }
}

function ownerBody(org: Org, owner: ValueOwner) {
  if (owner.kind !== "team") return {};
  return { team: org.members.teams().find(({ id }) => id === owner.id)?.name ?? owner.id };
}
