/** The vault as people see it: key versions, rotation, unlockers, backups. Never a value. */
import * as z from "zod";
import { credentialId, entryId, orgId, teamId } from "./ids.ts";
import { unlockerKind } from "./people.ts";
import { displayName, moment, passphraseInput, secretInput, shownOnce } from "./values.ts";

/** One version of the organization's data encryption key. `records`: how many sealed things it still opens. */
export const keyVersion = z.object({
  version: z.int(),
  state: z.enum(["active", "retiring", "retired"]),
  createdAt: moment,
  records: z.int(),
});

/** What rotation is doing. */
export const rotationState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("idle"), nextAt: moment.nullable() }),
  /** Records are sealed anew, a batch at a time. Both versions open. */
  z.object({ kind: z.literal("running"), done: z.int(), total: z.int(), startedAt: moment }),
  /** What is left belongs to these people alone (or their teams): it is sealed anew when they sign in. */
  z.object({ kind: z.literal("waiting"), members: z.array(z.string()), records: z.int() }),
]);
export type RotationState = z.infer<typeof rotationState>;

/** What the operating system's keychain offers here. */
export const keychainState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("available"), backend: z.string() }),
  z.object({ kind: z.literal("unavailable"), reason: z.string() }),
]);
export type KeychainState = z.infer<typeof keychainState>;

/** The vault's state for its page. */
export const vaultStatus = z.object({
  suite: z.enum(["XChaCha20-Poly1305", "AES-256-GCM"]),
  keyVersions: z.array(keyVersion),
  rotation: rotationState,
  /** Counts every change of keys and secrets; remembered outside of the database so that an older copy is noticed. */
  epoch: z.int(),
  /** Of the member who asks. `backend`: which keychain keeps it. */
  unlockers: z.array(z.object({ kind: unlockerKind, createdAt: moment, backend: z.string().nullable() })),
  keychain: keychainState,
  lastBackup: z.object({ at: moment, path: z.string() }).nullable(),
});
export type VaultStatus = z.infer<typeof vaultStatus>;

/** The signed-in member proves that they are still there. */
export const passphraseAgain = z.object({ passphrase: secretInput });
/** Takes away a way of opening the vault; the passphrase itself stays. */
export const removeUnlockerInput = z.object({ kind: unlockerKind.exclude(["passphrase"]), passphrase: secretInput });
/** The new recovery key; the old one opens nothing any more. */
export const recoveryKeyShownOnce = z.object({ recoveryKey: shownOnce });
/** 32 bytes in base64url for `GATEHOUSE_SECRET_KEY` or the file that `GATEHOUSE_SECRET_KEY_FILE` names. */
export const headlessKeyShownOnce = z.object({ key: shownOnce });

/** What an older copy of the vault means. */
export const rollback = z.object({
  /** What this studio remembers, and what the file says. */
  knownEpoch: z.int(),
  epoch: z.int(),
  knownAt: moment.nullable(),
});
export type Rollback = z.infer<typeof rollback>;

/** Asks for a one-time key to seal an entry to. `teamId` for a `team_secret`. */
export const beginEntryInput = z.object({ credentialId, teamId: teamId.optional() });
/** `publicKey`: X25519, 64 hex digits. The entry is bound to it and works once, until `expiresAt`. */
export const entryOffer = z.object({ entryId, orgId, publicKey: z.string(), expiresAt: moment });
export type EntryOffer = z.infer<typeof entryOffer>;
/** A sealed entry: `crypto_box_seal` of the JSON of `EntryContent` to the offered key, in hex. At most 128 KiB of text. */
export const sealedEntry = z.object({ entryId, box: z.hex().max(262_144) });
export type SealedEntry = z.infer<typeof sealedEntry>;

/** What is inside a sealed entry. It opens for the very credential, organization and team that the offer was made for. */
export const entryContent = z.object({
  entryId,
  orgId,
  credentialId,
  teamId: teamId.nullable(),
  /** New values by field name; a field that is absent keeps its value. An empty text removes an optional field. */
  values: z.record(z.string().max(64), z.string().max(65_536)),
});
export type EntryContent = z.infer<typeof entryContent>;

/** A path on the machine that the studio runs on: absolute. */
export const filePath = z.string().min(1).max(4096);

/** Where a backup or an export is written; absent: the folder `backups` in the studio's home. */
export const createBackupInput = z.object({ folder: filePath.optional() });
/** A backup as its file says, before anything of it is used. `problem`: why it cannot be restored. */
export const backupFacts = z.object({
  path: z.string(),
  bytes: z.int(),
  at: moment,
  orgId,
  orgName: z.string(),
  epoch: z.int(),
  auditEntries: z.int(),
  /** Whether this studio has this organization now; restoring then replaces it. */
  isHere: z.boolean(),
  problem: z.string().nullable(),
});
export type BackupFacts = z.infer<typeof backupFacts>;
/** Restores a backup. `replace` must be true where the organization is here. */
export const restoreInput = z.object({ path: filePath, replace: z.boolean() });

/** Who signed an export: an admin of an organization that is here, or one of another studio, whose keys are not known here. */
export const exportSigner = z.object({ kind: z.enum(["this-studio", "unknown"]), orgName: z.string() });
export type ExportSigner = z.infer<typeof exportSigner>;

/** Writes an age file. Exactly one of `filePassphrase` and `recipients` (`age1…`). */
export const exportInput = z
  .object({
    passphrase: secretInput,
    folder: filePath.optional(),
    filePassphrase: passphraseInput.optional(),
    recipients: z.array(z.string().max(4096)).min(1).max(20).optional(),
  })
  .refine((input) => (input.filePassphrase === undefined) !== (input.recipients === undefined), {
    message: "Give either a passphrase for the file or recipients, not both.",
    path: ["filePassphrase"],
  });
/** What was written, and what was left out with the reason. */
export const exportOutput = z.object({
  path: z.string(),
  bytes: z.int(),
  credentials: z.int(),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type ExportOutput = z.infer<typeof exportOutput>;
/** Reads an age file into this organization. Exactly one of `filePassphrase` and `identity` (`AGE-SECRET-KEY-…`). */
export const importInput = z
  .object({ path: filePath, filePassphrase: secretInput.optional(), identity: secretInput.optional() })
  .refine((input) => (input.filePassphrase === undefined) !== (input.identity === undefined), {
    message: "Give either the file's passphrase or an identity, not both.",
    path: ["filePassphrase"],
  });
/** Credentials that were made, under which names, and those that were not. */
export const importOutput = z.object({
  signedBy: exportSigner,
  created: z.array(z.string()),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type ImportOutput = z.infer<typeof importOutput>;

/** What deleting an organization means, in numbers. */
export const orgRemoval = z.object({
  orgId,
  name: z.string(),
  members: z.int(),
  connectors: z.int(),
  secrets: z.int(),
  keys: z.int(),
  waitingCalls: z.int(),
  backups: z.int(),
});
export type OrgRemoval = z.infer<typeof orgRemoval>;
/** Deletes the organization: its name typed again, and the admin's passphrase. */
export const removeOrgInput = z.object({ name: displayName, passphrase: secretInput });
