import type { OrgRemoval } from "../../src-contract/vault.ts";
import { actorName } from "../base/actor.ts";
import { Secret } from "../base/secret.ts";
import { contractError } from "../rpc/index.ts";
import { renameOrgRow, waitingCallCount } from "../store/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { backupPlaces } from "./backup-places.ts";
import { forgetInKeychain } from "./keychain.ts";
import { proveAgain } from "./opening.ts";
import type { Org, Studio } from "./org.ts";

/** The organization itself: its name, and its end. */
export function orgHandlers(os: Implementer, studio: Studio) {
  const { orgs } = os;
  return {
    rename: orgs.rename.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const { name } = input;
      if (name === org.name) return;
      const body = { was: org.name, is: name };
      await studio.renameOrg(org, name);
      await org.audit.write("durable", async (tx) => {
        await renameOrgRow(tx, org.id, name);
        return [{ actor: actorName(by), action: "org.renamed", subject: org.id, body }];
      });
      for (const one of studio.orgs()) one.events.changed(["studio"]);
    }),
    removalPreview: orgs.removalPreview.handler(({ context }) => removalOf(studio, orgOf(studio, context))),
    remove: orgs.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      if (input.name !== org.name)
        throw contractError("invalid_input", "That is not the organization's name.", {
          fields: [{ path: "/name", message: "must be the organization's name" }],
        });
      using passphrase = Secret.fromText(input.passphrase);
      const proof = { kind: "passphrase", passphrase } as const;
      await proveAgain(studio, org, { memberId: by.id, action: "org.removal-confirmed" }, () =>
        org.vault.verify(by.id, proof),
      );
      const members = org.members.list();
      await studio.removeOrg(org);
      for (const { id } of members) void forgetInKeychain(studio.keychain, org.id, id);
      studio.log("an organization was deleted", { org: org.id, by: by.id });
      for (const one of studio.orgs()) one.events.changed(["studio"]);
    }),
  };
}

async function removalOf(studio: Studio, org: Org): Promise<OrgRemoval> {
  return {
    orgId: org.id,
    name: org.name,
    members: org.members.list().length,
    connectors: org.catalog.snapshot().connectors.size,
    secrets: (await org.vault.listSecrets()).length,
    keys: org.access.keys.list().filter(({ state }) => state === "active").length,
    waitingCalls: await waitingCallCount(org.db),
    backups: (await backupPlaces(studio, org)).length,
  };
}
