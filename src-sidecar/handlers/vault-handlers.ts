import * as z from "zod";
import type { MemberId } from "../../src-contract/ids.ts";
import type { VaultStatus } from "../../src-contract/vault.ts";
import { Secret } from "../base/secret.ts";
import { contractError } from "../rpc/index.ts";
import { headlessKeyText, readShownOnce, type Proof, type UnlockerSight } from "../vault/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { keychainEntry } from "./keychain.ts";
import { proveAgain } from "./opening.ts";
import type { Org, Studio } from "./org.ts";
import { lastBackup } from "./backup-places.ts";
import { acceptRollback } from "./rollback.ts";
import { createKeyStore } from "./vault-stores.ts";

/** Which keychain keeps an unlocker's key. */
const keptBy = z.object({ backend: z.string().optional() });

/** The vault's care: key versions, rotation, ways of opening it, and what to do when it is an older copy of itself. */
export function vaultHandlers(os: Implementer, studio: Studio) {
  const { vault } = os;
  return {
    status: vault.status.handler(({ context }) => statusOf(studio, orgOf(studio, context), actorOf(context).id)),
    rotate: vault.rotate.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      await org.rotator.begin(actorOf(context));
      return statusOf(studio, org, actorOf(context).id);
    }),
    acceptRollback: vault.acceptRollback.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      if (!org.isRolledBack) return;
      await withPassphrase(studio, context, input.passphrase, "vault.rollback-confirmed", (proof) =>
        org.vault.verify(id, proof),
      );
      await acceptRollback(studio, org, actorOf(context));
    }),
    renewRecoveryKey: vault.renewRecoveryKey.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      let key: Secret | undefined;
      await withPassphrase(studio, context, input.passphrase, "vault.recovery-key-renewed", async (proof) => {
        key = await org.vault.renewRecoveryKey(id, proof);
      });
      org.events.changed(["vault"]);
      return { recoveryKey: readShownOnce(made(key)) };
    }),
    addKeychain: vault.addKeychain.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      const state = await studio.keychain.state();
      if (state.kind === "unavailable") throw contractError("keychain_unavailable", state.reason);
      await withPassphrase(studio, context, input.passphrase, "vault.keychain-added", (proof) =>
        keepInKeychain(studio, org, { id, proof, backend: state.backend }),
      );
      org.events.changed(["vault", "studio"]);
      return statusOf(studio, org, id);
    }),
    addHeadlessKey: vault.addHeadlessKey.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      let key: Secret | undefined;
      await withPassphrase(studio, context, input.passphrase, "vault.headless-key-added", async (proof) => {
        key = await org.vault.addUnlocker(id, proof, "headless-key", {});
      });
      org.events.changed(["vault", "studio"]);
      return { key: headlessKeyText(made(key)) };
    }),
    removeUnlocker: vault.removeUnlocker.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      const { kind } = input;
      await withPassphrase(studio, context, input.passphrase, `vault.${kind}-removed`, (proof) =>
        org.vault.removeUnlocker(id, proof, kind),
      );
      // After the vault: what is left in a keychain opens nothing.
      if (kind === "os-keychain")
        await studio.keychain
          .remove(keychainEntry(org.id, id))
          .catch(() => studio.log("an entry stayed in the keychain; it opens nothing any more"));
      org.events.changed(["vault", "studio"]);
      return statusOf(studio, org, id);
    }),
  };
}

/** The member's passphrase, proven for one thing; guessing is slowed down and every try is written to the log. */
async function withPassphrase(
  studio: Studio,
  context: HandlerContext,
  text: string,
  action: string,
  use: (proof: Proof) => Promise<void>,
): Promise<void> {
  using passphrase = Secret.fromText(text);
  const org = orgOf(studio, context);
  const { id: memberId } = actorOf(context);
  await proveAgain(studio, org, { memberId, action }, () => use({ kind: "passphrase", passphrase }));
}

/** Should the keychain refuse, the vault is as it was. */
async function keepInKeychain(
  { keychain }: Studio,
  { id: orgId, vault }: Org,
  { id, proof, backend }: { readonly id: MemberId; readonly proof: Proof; readonly backend: string },
): Promise<void> {
  using key = await vault.addUnlocker(id, proof, "os-keychain", { backend });
  try {
    await keychain.save(keychainEntry(orgId, id), key);
  } catch (error) {
    await vault.removeUnlocker(id, proof, "os-keychain");
    throw error;
  }
}

function made(key: Secret | undefined): Secret {
  if (key === undefined) throw new Error("internal: a key was made and not handed out");
  return key;
}

async function statusOf(studio: Studio, org: Org, member: MemberId): Promise<VaultStatus> {
  const facts = (await org.vault.memberFacts()).find(({ memberId }) => memberId === member);
  return {
    suite: (await suiteOf(org)) === 1 ? "XChaCha20-Poly1305" : "AES-256-GCM",
    ...(await org.rotator.status()),
    epoch: org.vault.epoch(),
    unlockers: (facts?.unlockers ?? []).map(unlockerOf),
    keychain: await studio.keychain.state(),
    lastBackup: await lastBackup(studio, org),
  };
}

async function suiteOf({ db, audit, id }: Org) {
  return (await createKeyStore(db, audit.record, id).load())?.root.recordSuite;
}

function unlockerOf({ kind, createdAt, params }: UnlockerSight): VaultStatus["unlockers"][number] {
  const { backend = null } = keptBy.parse(JSON.parse(params));
  return { kind, createdAt, backend };
}
