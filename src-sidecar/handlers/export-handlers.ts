import { join } from "node:path";
import type { CredentialId, OrgId } from "../../src-contract/ids.ts";
import type { ExportOutput, ExportSigner, ImportOutput } from "../../src-contract/vault.ts";
import {
  BackupError,
  decryptAge,
  encryptAge,
  isExported,
  readExport,
  readSmallFile,
  writeExport,
  writeNewFile,
  type ExportFacts,
  type ExportRecord,
  type OutgoingRecord,
  type ReadExport,
} from "../backup/index.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { Secret } from "../base/secret.ts";
import { decodeAuth, encodeAuth, materialProblems, sealable, wipeAuth, type AuthBytes } from "../calls/index.ts";
import type { CredentialEntry } from "../catalog/index.ts";
import type { SecretRef } from "../vault/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { backupFolder } from "./backup-places.ts";
import { proveAgain } from "./opening.ts";
import type { Org, Studio } from "./org.ts";
import { CREDENTIAL_OWNER, secretRefOf, type ValueOwner } from "./secret-index.ts";

const EXPORT = "gatehouse/export/1";

/** Credentials with their values, as a file that the `age` tool opens, and back. */
export function exportHandlers(os: Implementer, studio: Studio) {
  const { backups } = os;
  return {
    export: backups.export.handler(async ({ input, context }): Promise<ExportOutput> => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      using passphrase = Secret.fromText(input.passphrase);
      await proveAgain(studio, org, { memberId: by.id, action: "org.export-confirmed" }, () =>
        org.vault.verify(by.id, { kind: "passphrase", passphrase }),
      );
      const at = studio.clock.now();
      const { records, leftOut } = await outgoing(org);
      // In the log before the file: no copy of the values leaves without a trace.
      await org.audit.write("durable", async () => [
        { actor: actorName(by), action: "org.exported", subject: org.id, body: { credentials: records.length } },
      ]);
      const plaintext = writeExport({ orgId: org.id, orgName: org.name, at }, records, (facts) =>
        signatureOf(org, facts),
      );
      try {
        const file = await encryptAge(plaintext, lockOf(input));
        const path = join(input.folder ?? backupFolder(studio), exportName(org.id, at));
        writeNewFile(path, file);
        return { path, bytes: file.byteLength, credentials: records.length, leftOut };
      } finally {
        plaintext.fill(0);
        for (const { fields } of records) fields.fill(0);
      }
    }),
    import: backups.import.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const file = readSmallFile(input.path);
      const plaintext = await decryptAge(
        file,
        input.identity === undefined
          ? { kind: "passphrase", passphrase: input.filePassphrase ?? "" }
          : { kind: "identity", identity: input.identity },
      );
      try {
        const { records, ...said } = readExport(plaintext);
        const signedBy = await signerOf(studio, said);
        const outcome = await takeIn(org, records, { by: actorOf(context), signedBy });
        org.events.changed(["credentials", "connectors", "vault"]);
        return { ...outcome, signedBy };
      } finally {
        plaintext.fill(0);
      }
    }),
  };
}

function exportName(id: OrgId, at: number): string {
  return `${id}-${new Date(at).toISOString().replaceAll(/[-:]/g, "").replace(/\.\d+/, "")}-${at % 1000}.gatehouse-export.age`;
}

function lockOf({
  filePassphrase,
  recipients,
}: {
  filePassphrase?: string | undefined;
  recipients?: string[] | undefined;
}) {
  return recipients === undefined
    ? ({ kind: "passphrase", passphrase: filePassphrase ?? "" } as const)
    : ({ kind: "recipients", recipients } as const);
}

function signatureOf({ vault }: Org, facts: ExportFacts): string {
  return Buffer.from(vault.signAsAdmin(EXPORT, signedFacts(facts))).toString("hex");
}

const signedFacts = ({ orgId, orgName, at, records, sha256 }: ExportFacts) =>
  [orgId, orgName, at, records, sha256] as const;

/**
 * Who signed an export. Of an organization that is here every admin key is known that it ever had; of another one none is, and what is
 * not known is said and not guessed.
 *
 * @throws {BackupError} `export_damaged`: it says that it is from an organization that is here, none of whose admins signed it.
 */
async function signerOf(studio: Studio, { facts, signature }: Omit<ReadExport, "records">): Promise<ExportSigner> {
  const { orgName } = facts;
  const known = studio.orgs().find(({ id }) => id === facts.orgId);
  if (known === undefined) return { kind: "unknown", orgName };
  const bytes = new Uint8Array(Buffer.from(signature, "hex"));
  const isIts = bytes.byteLength === 64 && (await known.vault.verifyAnyAdmin(EXPORT, signedFacts(facts), bytes));
  if (!isIts)
    throw new BackupError(
      "export_damaged",
      `It says that it is from ${JSON.stringify(known.name)}, and no admin there has signed it.`,
    );
  return { kind: "this-studio", orgName: known.name };
}

/** Every value that the present member can open, and why the others stay. */
async function outgoing(org: Org): Promise<{ records: OutgoingRecord[]; leftOut: ExportOutput["leftOut"] }> {
  const entries = new Map(
    [...org.catalog.snapshot().credentials].map(([id, entry]): [string, CredentialEntry] => [id, entry]),
  );
  const records: OutgoingRecord[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  const seen = new Set<string>();
  const { closed } = await org.vault.forEachValue((ref, value) => {
    const entry = entries.get(ref.ownerId);
    if (ref.ownerKind !== CREDENTIAL_OWNER || entry === undefined) return;
    seen.add(entry.id);
    records.push(recordOf(org, entry, ref, value));
  });
  for (const { ref, code } of closed) {
    const entry = entries.get(ref.ownerId);
    if (ref.ownerKind !== CREDENTIAL_OWNER || entry === undefined) continue;
    seen.add(entry.id);
    const whose = ownerName(org, ref) ?? "the organization";
    const reason = code === "scope_locked" ? `It belongs to ${whose}, whose keys are not open.` : "It does not open.";
    leftOut.push({ name: entry.name, reason });
  }
  for (const { id, name } of entries.values()) if (!seen.has(id)) leftOut.push({ name, reason: "It has no value." });
  leftOut.push(...accountsLeftOut(org));
  return { records, leftOut };
}

/** A refresh token that two studios use is revoked by most providers: each connects its own. */
function accountsLeftOut({ oauth }: Org): ExportOutput["leftOut"] {
  return oauth.accounts.list().map(({ providerId, accountName }) => {
    const provider = oauth.providers.find(providerId)?.name ?? "a provider that is gone";
    const name = accountName === null ? provider : `${provider}: ${accountName}`;
    return { name, reason: "Connected accounts stay with the studio that they were connected in." };
  });
}

function recordOf(org: Org, entry: CredentialEntry, ref: SecretRef, value: Uint8Array): OutgoingRecord {
  const fields = decodeAuth(value);
  const kept: AuthBytes = new Map([...fields].filter(([name]) => isExported(entry.authType, name)));
  const { name, scope, authType, remindAfterDays } = entry;
  const record = { name, scope, authType, remindAfterDays, owner: ownerName(org, ref), fields: encodeAuth(kept) };
  wipeAuth(fields);
  return record;
}

function ownerName({ members }: Org, { scope, scopeId }: SecretRef): string | null {
  switch (scope) {
    case "org":
      return null;
    case "team":
      return members.teams().find(({ id }) => id === scopeId)?.name ?? "a former team";
    case "user":
      return members.find(scopeId)?.name ?? "a former member";
  }
}

/** Makes the credentials of an export here. One whose name is taken stays as it is. */
async function takeIn(
  org: Org,
  records: readonly ExportRecord[],
  { by, signedBy }: { readonly by: Actor; readonly signedBy: ExportSigner },
): Promise<Omit<ImportOutput, "signedBy">> {
  const taken = new Set([...org.catalog.snapshot().credentials.values()].map(({ name }) => name.toLowerCase()));
  const created = new Map<string, CredentialId>();
  const leftOut: { name: string; reason: string }[] = [];
  for (const record of records) {
    const { name } = record;
    const reason = taken.has(name.toLowerCase())
      ? "A credential of this name is here already."
      : reasonAgainst(org, record, by);
    if (reason !== null) {
      leftOut.push({ name, reason });
      continue;
    }
    const id = created.get(name) ?? (await org.catalog.credentials.create(record, by)).id;
    created.set(name, id);
    using material = materialIn(record);
    await org.secrets.inTurn(() => org.vault.putSecret(secretRefOf(org.id, id, ownerIn(org, record, by)), material));
  }
  await org.audit.write("durable", async () => [
    {
      actor: actorName(by),
      action: "org.imported",
      subject: org.id,
      body: { credentials: [...created.keys()], signedBy },
    },
  ]);
  await org.secrets.refresh();
  await org.learnSecrets();
  return { created: [...created.keys()], leftOut };
}

function reasonAgainst(org: Org, record: ExportRecord, by: Actor): string | null {
  const fields = bytesIn(record);
  const [problem] = materialProblems(record.authType, fields);
  wipeAuth(fields);
  if (problem) return `${problem.path.replace("/values/", "")}: ${problem.message}`;
  if (record.scope === "user_secret" && record.owner !== by.name) return "It is somebody else's own value.";
  if (record.scope !== "team_secret") return null;
  const team = org.members.teams().find(({ name }) => name === record.owner);
  if (!team) return `There is no team ${JSON.stringify(record.owner)} here.`;
  return team.memberIds.includes(by.id) ? null : `You are not in the team ${JSON.stringify(team.name)}.`;
}

function ownerIn(org: Org, { scope, owner }: ExportRecord, by: Actor): ValueOwner {
  switch (scope) {
    case "org_secret":
      return { kind: "org" };
    case "user_secret":
      return { kind: "member", id: by.id };
    case "team_secret": {
      const team = org.members.teams().find(({ name }) => name === owner);
      if (!team) throw new Error("internal: a team was there a moment ago");
      return { kind: "team", id: team.id };
    }
  }
}

function materialIn(record: ExportRecord): Secret {
  const fields = bytesIn(record);
  try {
    return sealable(fields);
  } finally {
    wipeAuth(fields);
  }
}

function bytesIn({ fields }: ExportRecord): AuthBytes {
  return new Map(Object.entries(fields).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]));
}
