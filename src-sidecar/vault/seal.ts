import { Secret } from "../base/secret.ts";
import type { Suite } from "./aead.ts";
import { openBox, sealBox, type BoxKey } from "./committed-box.ts";
import { hashContext } from "./context.ts";
import { encodeHeader, HEADER_BYTES, parseHeader, type EnvelopeHeader } from "./envelope.ts";
import { VaultError } from "./errors.ts";
import { joinBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import type { Primitives } from "./primitives.ts";

/** Whose a record is: the organization's, a team's, or one member's. */
export type Scope = "org" | "team" | "user";

/**
 * The place that a sealed value belongs to: it opens there and nowhere else.
 *
 * Texts are at most 4096 bytes each. `schema` is 0 to 65535; `rev` counts from 1 up to 2^53 - 1.
 */
export interface RecordContext {
  readonly orgId: string;
  readonly scope: Scope;
  /** The team's or the member's id; for the scope `org` the organization's own. */
  readonly scopeId: string;
  /** What kind of thing owns the record, as `connector` or `call`. */
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly recordId: string;
  readonly field: string;
  readonly schema: number;
  readonly rev: number;
}

/** Where `sealRecord` and `openRecord` find keys. Both methods throw a `VaultError` when there is no such key. */
export interface RecordKeys {
  readonly recordSuite: Suite;
  /** The version that new records are sealed under. */
  readonly activeVersion: number;
  dek(version: number): Uint8Array;
  activeScopeVersion(scope: Scope, scopeId: string): number;
  /** The scope key, or undefined for the scope `org`. */
  scopeKey(scope: Scope, scopeId: string, version: number): Uint8Array | undefined;
}

const MAX_SECRET_BYTES = 64 * 1024;
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const RECORD = "gatehouse/record/1";
const BODY = "gatehouse/body/1";
// Short texts, which every call brings, cost a third under XChaCha20-Poly1305: Node's cipher takes six steps into C++ for each.
// Longer bodies may be megabytes: AES-256-GCM is hardware here and keeps them out of the WASM heap, which never shrinks.
const SHORT_BODY_BYTES = 1024;

type Sealing = Pick<Primitives, "sodium" | "fillRandom">;

/**
 * Seals a credential into an envelope. The secret stays as it is; the caller wipes it.
 *
 * @throws {VaultError} `value_too_long` (over 64 KiB), `scope_locked`, `envelope_context`, `vault_locked`.
 */
export function sealRecord(use: Sealing, keys: RecordKeys, context: RecordContext, secret: Secret): OwnBytes {
  if (secret.byteLength > MAX_SECRET_BYTES) throw new VaultError("value_too_long");
  return seal({ use, keys, label: RECORD, suite: keys.recordSuite }, context, secret.reveal());
}

/**
 * Opens an envelope that `sealRecord` made for this very context.
 *
 * @throws {VaultError} `envelope_damaged`, `unknown_version`, `unknown_suite`, `envelope_context` (schema or revision differ),
 * `key_unavailable`, `scope_locked`, `key_commitment` (other key or other context), `vault_locked`.
 */
export function openRecord(use: Sealing, keys: RecordKeys, context: RecordContext, envelope: Uint8Array): Secret {
  return Secret.take(open({ use, keys, label: RECORD }, context, envelope));
}

/**
 * Seals bytes that are not a credential: arguments, results, the text of audit entries. At most 64 MiB.
 *
 * @throws {VaultError} as `sealRecord`.
 */
export function sealBody(use: Sealing, keys: RecordKeys, context: RecordContext, body: Uint8Array): OwnBytes {
  if (body.byteLength > MAX_BODY_BYTES) throw new VaultError("value_too_long");
  return seal({ use, keys, label: BODY, suite: body.byteLength <= SHORT_BODY_BYTES ? 1 : 2 }, context, body);
}

/**
 * Opens what `sealBody` made for this very context; a credential's envelope is refused.
 *
 * @throws {VaultError} as `openRecord`.
 */
export function openBody(use: Sealing, keys: RecordKeys, context: RecordContext, envelope: Uint8Array): OwnBytes {
  return open({ use, keys, label: BODY }, context, envelope);
}

/** Lends the bytes of a secret to `use`, for this room's own key derivation; they stay the secret's. */
export function readSecret<T>(secret: Secret, use: (bytes: Uint8Array<ArrayBuffer>) => T): T {
  return use(secret.reveal());
}

interface Opening {
  readonly use: Sealing;
  readonly keys: RecordKeys;
  readonly label: string;
}

function seal(
  { use, keys, label, suite }: Opening & { readonly suite: Suite },
  context: RecordContext,
  plaintext: Uint8Array,
) {
  const header: EnvelopeHeader = {
    suite,
    schema: context.schema,
    keyVersion: keys.activeVersion,
    scopeKeyVersion: keys.activeScopeVersion(context.scope, context.scopeId),
    rev: context.rev,
  };
  const head = encodeHeader(header);
  return withBoxKey(keys, header, bind(label, head, context), (key) => sealBox(use, key, head, plaintext));
}

function open({ use, keys, label }: Opening, context: RecordContext, envelope: Uint8Array): OwnBytes {
  const header = parseHeader(envelope);
  if (header.schema !== context.schema || header.rev !== context.rev) throw new VaultError("envelope_context");
  const bound = bind(label, envelope.subarray(0, HEADER_BYTES), context);
  return withBoxKey(keys, header, bound, (key) => openBox(use, key, envelope.subarray(HEADER_BYTES)));
}

interface Bound {
  readonly context: RecordContext;
  readonly contextHash: Uint8Array;
}

function bind(label: string, head: Uint8Array, context: RecordContext): Bound {
  const { orgId, scope, scopeId, ownerKind, ownerId, recordId, field } = context;
  return {
    context,
    contextHash: hashContext(label, [head, orgId, scope, scopeId, ownerKind, ownerId, recordId, field]),
  };
}

/** The scope key joins the DEK in the derivation: whoever lacks one of the two derives another key. */
function withBoxKey<T>(keys: RecordKeys, header: EnvelopeHeader, bound: Bound, use: (key: BoxKey) => T): T {
  const { context, contextHash } = bound;
  const dek = keys.dek(header.keyVersion);
  const scopeKey = keys.scopeKey(context.scope, context.scopeId, header.scopeKeyVersion);
  if (scopeKey === undefined) return use({ suite: header.suite, inputKey: dek, contextHash });
  const inputKey = joinBytes(dek, scopeKey);
  try {
    return use({ suite: header.suite, inputKey, contextHash });
  } finally {
    wipe(inputKey);
  }
}
