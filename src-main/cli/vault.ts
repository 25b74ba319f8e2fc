import { setTimeout as sleep } from "node:timers/promises";
import type { UnlockerKind } from "../../src-contract/people.ts";
import type { RotationState, VaultStatus } from "../../src-contract/vault.ts";
import { confirm } from "./confirm.ts";
import { printLine, type Answer, type Output } from "./output.ts";
import { asMember, type MemberFlags } from "./people-door.ts";
import { assertNewFile, showOnce } from "./show-once.ts";

const LOOK_EVERY_MS = 250;

export function vaultStatus(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => answerOf(await door.vault.status()));
}

function answerOf(status: VaultStatus): Answer {
  const { suite, epoch, keyVersions, rotation, unlockers, keychain, lastBackup } = status;
  const on = (at: number): string => new Date(at).toISOString();
  return {
    json: status,
    lines: [
      `${suite}, epoch ${epoch}`,
      ...keyVersions.map(
        (one) => `key ${one.version}  ${one.state}  since ${on(one.createdAt)}  ${one.records} records`,
      ),
      rotationLine(rotation),
      ...unlockers.map(
        ({ kind, backend, createdAt }) => `opens with ${kind}${backend ? ` (${backend})` : ""} since ${on(createdAt)}`,
      ),
      keychain.kind === "available" ? `keychain: ${keychain.backend}` : `no keychain: ${keychain.reason}`,
      lastBackup === null ? "no backup yet" : `last backup ${on(lastBackup.at)}: ${lastBackup.path}`,
    ],
  };
}

function rotationLine(rotation: RotationState): string {
  switch (rotation.kind) {
    case "idle":
      return rotation.nextAt === null
        ? "rotates on demand only"
        : `rotates by itself at ${new Date(rotation.nextAt).toISOString()}`;
    case "running":
      return `rotation: ${rotation.done} of ${rotation.total} records`;
    case "waiting":
      return `rotation: ${rotation.records} records wait until ${rotation.members.join(", ")} sign in`;
  }
}

export function rotate(flags: MemberFlags & { readonly wait: boolean }, output: Output): Promise<Answer> {
  return asMember(flags, async (door) => {
    let status = await door.vault.rotate();
    for (let told = ""; flags.wait && status.rotation.kind === "running"; status = await door.vault.status()) {
      const line = rotationLine(status.rotation);
      if (line !== told) await printLine(output.err, line);
      told = line;
      await sleep(LOOK_EVERY_MS);
    }
    return answerOf(status);
  });
}

export function renewRecoveryKey(flags: MemberFlags & { readonly file?: string }): Promise<Answer> {
  assertNewFile(flags.file);
  return asMember(flags, async (door, { passphrase }) => {
    const { recoveryKey } = await door.vault.renewRecoveryKey({ passphrase });
    const { json, lines } = showOnce(recoveryKey, { name: "recoveryKey", title: "Recovery key", file: flags.file });
    return { json, lines: [...lines, "The one before opens nothing any more."] };
  });
}

export function addHeadlessKey(flags: MemberFlags & { readonly file?: string }): Promise<Answer> {
  assertNewFile(flags.file);
  return asMember(flags, async (door, { passphrase }) => {
    const { key } = await door.vault.addHeadlessKey({ passphrase });
    const { json, lines } = showOnce(key, { name: "key", title: "Headless key", file: flags.file });
    return {
      json,
      lines: [...lines, "Give it to `gatehouse serve` with GATEHOUSE_SECRET_KEY_FILE or GATEHOUSE_SECRET_KEY."],
    };
  });
}

export function addKeychain(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door, { passphrase }) => answerOf(await door.vault.addKeychain({ passphrase })));
}

export function removeUnlocker(flags: MemberFlags, kind: Exclude<UnlockerKind, "passphrase">): Promise<Answer> {
  return asMember(flags, async (door, { passphrase }) =>
    answerOf(await door.vault.removeUnlocker({ kind, passphrase })),
  );
}

export function acceptRollback(flags: MemberFlags & { readonly yes: boolean }, output: Output): Promise<Answer> {
  return asMember(flags, async (door, { passphrase }) => {
    const state = await door.studio.state();
    if (state.kind !== "rolled-back")
      return { json: { changed: false }, lines: ["The vault is no older copy. Nothing to do."] };
    const { epoch, knownEpoch, knownAt } = state.rollback;
    const when = knownAt === null ? "" : ` of ${new Date(knownAt).toISOString()}`;
    const consequences = [
      `The vault stands at epoch ${epoch}; this studio has seen ${knownEpoch}${when}. What was changed in between is gone.`,
      "Every agent's key is revoked, every classification dropped, and the organization's key is rotated.",
    ];
    await confirm({ consequences, word: state.org.name, isConfirmed: flags.yes }, output);
    await door.vault.acceptRollback({ passphrase });
    return {
      json: { changed: true },
      lines: ["The older copy is the vault from now on. Make new keys for your agents."],
    };
  });
}
