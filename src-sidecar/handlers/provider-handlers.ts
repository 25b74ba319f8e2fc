import type { EntryId, ProviderId } from "../../src-contract/ids.ts";
import { PRESETS } from "../oauth/index.ts";
import { contractError, type Connection } from "../rpc/index.ts";
import { providerSummaryOf, usesOf } from "./account-views.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";
import { assertParameters } from "./provider-rules.ts";

const SECRET_FIELD = "clientSecret";

/** What an entry was offered for. */
interface Offered {
  readonly org: Org;
  readonly providerId: ProviderId;
}

/** Providers: what an admin sets, and what everybody sees of it. A client secret comes in sealed and never goes out. */
export function providerHandlers(os: Implementer, studio: Studio) {
  const { providers } = os;
  // An entry belongs to the connection that asked for it, and ends with it.
  const offers = new WeakMap<Connection, Map<EntryId, Offered>>();
  const summary = (org: Org, id: ProviderId) => providerSummaryOf(org, providerIn(org, id));
  return {
    list: providers.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      return org.oauth.providers.list().map((provider) => providerSummaryOf(org, provider));
    }),
    presets: providers.presets.handler(() => PRESETS.map((preset) => ({ ...preset }))),
    create: providers.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      assertParameters(input.config);
      const provider = await org.oauth.providers.create(input, actorOf(context));
      org.events.changed(["providers", "accounts"]);
      return providerSummaryOf(org, provider);
    }),
    update: providers.update.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      assertParameters(input.config);
      const provider = await org.oauth.providers.update(input, actorOf(context));
      await org.learnSecrets(); // What is redacted is named after it, and accounts may be gone.
      changed(org);
      return providerSummaryOf(org, provider);
    }),
    removalPreview: providers.removalPreview.handler(({ input, context }) =>
      removalOf(orgOf(studio, context), input.id),
    ),
    remove: providers.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const removal = removalOf(org, input.id);
      if (removal.connectors.length > 0)
        throw contractError("in_use", `It is used by ${removal.connectors.join(", ")}.`, {
          hint: "Remove it from these connectors first.",
        });
      await org.oauth.providers.remove(input.id, actorOf(context));
      await org.learnSecrets();
      changed(org);
      return removal;
    }),
    beginEntry: providers.beginEntry.handler(({ input, context }) => {
      const org = orgOf(studio, context);
      const { id: providerId } = providerIn(org, input.id);
      const { entryId, ...offer } = org.vault.beginEntry({ orgId: org.id, credentialId: providerId, teamId: null });
      const id = entryId as EntryId; // Drawn by the vault from the same source as all ids.
      const own = offers.get(context.connection) ?? new Map<EntryId, Offered>();
      offers.set(context.connection, own.set(id, { org, providerId }));
      return { entryId: id, orgId: org.id, ...offer };
    }),
    setClientSecret: providers.setClientSecret.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const own = offers.get(context.connection);
      const offered = own?.get(input.entry.entryId);
      own?.delete(input.entry.entryId);
      if (offered === undefined || offered.org !== org || offered.providerId !== input.id)
        throw contractError("entry_expired");
      await setSecret(org, input, context);
      await org.learnSecrets();
      changed(org);
      studio.touch();
      return summary(org, input.id);
    }),
    forgetRegistrations: providers.forgetRegistrations.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      providerIn(org, input.id);
      await org.oauth.providers.forgetRegistrations(input.id, actorOf(context));
      changed(org);
      return summary(org, input.id);
    }),
    discover: providers.discover.handler(({ input, context }) =>
      orgOf(studio, context).oauth.providers.discover(input.url),
    ),
  };
}

type SecretEntry = { readonly id: ProviderId; readonly entry: { readonly entryId: EntryId; readonly box: string } };

async function setSecret(org: Org, { id, entry }: SecretEntry, context: HandlerContext): Promise<void> {
  const entered = await org.vault.openEntry(entry.entryId, entry.box, {
    orgId: org.id,
    credentialId: id,
    teamId: null,
  });
  try {
    const secret = entered.get(SECRET_FIELD);
    if (secret === undefined || entered.size !== 1)
      throw contractError("invalid_input", "A client secret is expected, and nothing else.", {
        fields: [{ path: "/values", message: "must hold clientSecret alone" }],
      });
    await org.oauth.providers.setClientSecret(id, secret.byteLength === 0 ? null : secret, actorOf(context));
  } finally {
    for (const value of entered.values()) value.wipe();
  }
}

/** Everybody who shows a provider, an account there or a connector that uses it asks again. */
function changed({ events }: Org): void {
  events.changed(["providers", "accounts", "connectors", "approvals"]);
}

function providerIn({ oauth }: Org, id: ProviderId) {
  const provider = oauth.providers.find(id);
  if (!provider) throw contractError("not_found", "That provider no longer exists.");
  return provider;
}

function removalOf(org: Org, id: ProviderId) {
  const provider = providerIn(org, id);
  const accounts = org.oauth.accounts.list().filter(({ providerId }) => providerId === provider.id).length;
  const connectors = new Set(usesOf(org.catalog.snapshot(), provider.id).map(({ connectorName }) => connectorName));
  return { accounts, connectors: [...connectors] };
}
