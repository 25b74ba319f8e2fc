import type { Log } from "../base/log.ts";
import { decodeAuth, materialOf, secretForms, wipeAuth, type AuthBytes } from "../calls/index.ts";
import type { Catalog, CredentialEntry } from "../catalog/index.ts";
import type { RedactionService } from "../redaction/index.ts";
import type { SecretRef, Vault } from "../vault/index.ts";
import { isOfAccount, type AccountSecrets } from "./account-secrets.ts";
import { isOfProvider } from "./grant-vault.ts";
import type { Contents, SecretIndex } from "./secret-index.ts";

export interface LearnParts {
  readonly vault: Pick<Vault, "forEachValue">;
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly redaction: Pick<RedactionService, "known" | "warmUp">;
  readonly secrets: SecretIndex;
  readonly accountSecrets: Pick<AccountSecrets, "learnAll">;
  readonly log: Pick<Log, "warn">;
}

/** Opens every value once: redaction learns what it must recognize, and people are told which fields are set. */
export function learnSecrets(parts: LearnParts): Promise<void> {
  return parts.secrets.passInTurn(() => learnAll(parts));
}

async function learnAll({ vault, catalog, redaction, secrets, accountSecrets, log }: LearnParts): Promise<void> {
  const { known } = redaction;
  const credentials = new Map(
    [...catalog.snapshot().credentials].map(([id, entry]): [string, CredentialEntry] => [id, entry]),
  );
  // Learned before what is gone is forgotten: at no moment is a value that is in use unknown.
  const learned = new Set<string>();
  const learn = (ref: SecretRef, fields: AuthBytes, prefix = ""): void => {
    const credential = credentials.get(ref.ownerId);
    for (const [form, bytes] of credential ? secretForms(credential.authType, fields) : fields) {
      const name = `${credential?.name ?? ref.ownerId}\0${prefix}${ref.scope}/${ref.scopeId}/${form}`;
      learned.add(name);
      known.learn(name, bytes);
    }
  };
  // Under names of their own: one that is not stored in the end is forgotten, and what it would have replaced is not.
  for (const [ref, material] of secrets.announced()) {
    const fields = materialOf(material);
    try {
      learn(ref, fields, "announced/");
    } finally {
      wipeAuth(fields);
    }
  }
  const contents: [SecretRef, Contents][] = [];
  const { closed } = await vault.forEachValue((ref, value) => {
    if (isOfProvider(ref)) return; // Those are learned by the room that knows what is in them.
    const fields = decodeAuth(value);
    try {
      contents.push([ref, { kind: "fields", names: [...fields.keys()] }]);
      learn(ref, fields);
    } finally {
      wipeAuth(fields);
    }
  });
  for (const name of [...known.refs()]) if (!learned.has(name) && !isOfAccount(name)) known.forget(name);
  await accountSecrets.learnAll();
  const unreadable = closed.filter(({ code }) => code !== "scope_locked"); // Those belong to somebody else.
  contents.push(...unreadable.map(({ ref }): [SecretRef, Contents] => [ref, { kind: "unreadable" }]));
  secrets.noteContents(contents);
  redaction.warmUp();
  if (unreadable.length > 0)
    log.warn({ secrets: unreadable.length }, "some credentials could not be opened and are not recognized in results");
}
