import type { CredentialId } from "../../src-contract/ids.ts";
import { Secret } from "../base/secret.ts";
import { contractError } from "../rpc/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { credentialSummaryOf } from "./credential-views.ts";
import type { Org, Studio } from "./org.ts";
import { secretRefOf } from "./secret-index.ts";

/** Credentials: references that everybody sees, values that nobody sees again. */
export function credentialHandlers(os: Implementer, studio: Studio) {
  const { credentials } = os;
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
      const { name, scope, secret } = input;
      if (scope === "org_secret" && secret === undefined)
        throw contractError("invalid_input", "An organization's credential needs its value.", {
          fields: [{ path: "/secret", message: "is needed" }],
        });
      const credential = await org.catalog.credentials.create({ name, scope }, by);
      if (secret !== undefined) await putValue(studio, org, credential.id, secret, context);
      org.events.changed(["credentials", "connectors"]);
      return credentialSummaryOf(org, credential, by.id);
    }),
    setSecret: credentials.setSecret.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      await putValue(studio, org, input.id, input.secret, context);
      org.events.changed(["credentials", "connectors"]);
      return credentialSummaryOf(org, org.catalog.credentials.get(input.id), actorOf(context).id);
    }),
    remove: credentials.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { usedBy } = org.catalog.credentials.get(input.id);
      if (usedBy.length === 0) await org.vault.removeOwned("credential", input.id);
      await org.catalog.credentials.remove(input.id, actorOf(context)); // Refuses one in use, and says which connectors use it.
      await org.secrets.refresh();
      await org.learnSecrets();
      org.events.changed(["credentials", "connectors"]);
    }),
  };
}

/** Seals a value: the organization's by an admin, one's own by everybody. */
async function putValue(
  studio: Studio,
  org: Org,
  id: CredentialId,
  text: string,
  context: HandlerContext,
): Promise<void> {
  const by = actorOf(context);
  const credential = org.catalog.credentials.get(id);
  if (credential.scope === "org_secret" && context.seat.signedIn?.member.role !== "admin")
    throw contractError("forbidden", "Only an admin sets the organization's credentials.");
  using secret = Secret.fromText(text);
  await org.vault.putSecret(secretRefOf(org.id, id, credential.scope, by.id), secret);
  await org.audit.write("durable", async () => [
    {
      actor: `member:${by.name}`,
      action: "credential.value-set",
      subject: id,
      body: { name: credential.name, scope: credential.scope },
    },
  ]);
  await org.secrets.refresh();
  await org.learnSecrets();
  studio.touch();
}
