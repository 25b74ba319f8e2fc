import { isSuite, type Suite } from "./aead.ts";
import { BOX_OVERHEAD } from "./committed-box.ts";
import { writeUnsigned } from "./context.ts";
import { VaultError } from "./errors.ts";

/** Length of the header; the box of `committed-box.ts` follows it. */
export const HEADER_BYTES = 24;

const MAGIC = "GHV";
const VERSION = "1";
const MAX_U16 = 0xffff;
const MAX_U32 = 0xffff_ffff;

/** What an envelope says in the clear; all of it is bound to the ciphertext. */
export interface EnvelopeHeader {
  readonly suite: Suite;
  /** Version of the plaintext's own shape. */
  readonly schema: number;
  /** Version of the org's data encryption key. */
  readonly keyVersion: number;
  /** Version of the team's or the member's scope key; 0 for the scope `org`, which has none. */
  readonly scopeKeyVersion: number;
  /** Revision of the record, counted from 1. */
  readonly rev: number;
}

/** `"GHV1" | suite u8 | 0 | schema u16 | key version u32 | scope key version u32 | rev u64`, big-endian. */
export function encodeHeader(header: EnvelopeHeader): Uint8Array {
  requireUnsigned(header.schema, MAX_U16);
  requireUnsigned(header.keyVersion, MAX_U32);
  requireUnsigned(header.scopeKeyVersion, MAX_U32);
  requireUnsigned(header.rev, Number.MAX_SAFE_INTEGER);
  const view = Buffer.alloc(HEADER_BYTES);
  view.write(MAGIC + VERSION, 0, "latin1");
  view.writeUInt8(header.suite, 4);
  view.writeUInt16BE(header.schema, 6);
  view.writeUInt32BE(header.keyVersion, 8);
  view.writeUInt32BE(header.scopeKeyVersion, 12);
  writeUnsigned(view, header.rev, 16);
  return view;
}

/**
 * Reads the header of an envelope without opening it: nothing in it is proven yet.
 *
 * @throws {VaultError} `envelope_damaged`, `unknown_version`, `unknown_suite`.
 */
export function parseHeader(envelope: Uint8Array): EnvelopeHeader {
  const view = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
  if (envelope.byteLength < HEADER_BYTES + BOX_OVERHEAD) throw new VaultError("envelope_damaged");
  if (view.toString("latin1", 0, 3) !== MAGIC) throw new VaultError("envelope_damaged");
  if (view.toString("latin1", 3, 4) !== VERSION) throw new VaultError("unknown_version");
  const suite = view[4];
  if (!isSuite(suite)) throw new VaultError("unknown_suite");
  if (view[5] !== 0) throw new VaultError("envelope_damaged");
  const rev = view.readUInt32BE(16) * 0x1_0000_0000 + view.readUInt32BE(20);
  if (!Number.isSafeInteger(rev)) throw new VaultError("envelope_damaged");
  return {
    suite,
    schema: view.readUInt16BE(6),
    keyVersion: view.readUInt32BE(8),
    scopeKeyVersion: view.readUInt32BE(12),
    rev,
  };
}

function requireUnsigned(value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw new VaultError("envelope_context");
}
