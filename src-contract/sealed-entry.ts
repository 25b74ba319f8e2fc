/** Seals what a person enters so that only the sidecar opens it. Plain JavaScript, because the window's policy allows no WASM. */
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CredentialId, TeamId } from "./ids.ts";
import type { EntryContent, EntryOffer, SealedEntry } from "./vault.ts";

const SIGMA = words(utf8ToBytes("expand 32-byte k"));

/** What is entered, for which credential (and team, for a `team_secret`). */
export interface Entered {
  readonly credentialId: CredentialId;
  readonly teamId: TeamId | null;
  readonly values: Readonly<Record<string, string>>;
}

/** Seals an entry to the one-time key of an offer. */
export function sealEntry(offer: EntryOffer, entered: Entered): SealedEntry {
  const { entryId, orgId } = offer;
  const content: EntryContent = { entryId, orgId, ...entered };
  const box = sealTo(hexToBytes(offer.publicKey), utf8ToBytes(JSON.stringify(content)));
  return { entryId, box: bytesToHex(box) };
}

/**
 * libsodium's `crypto_box_seal`: ephemeral public key 32 | XSalsa20-Poly1305 under X25519 and HSalsa20, with the BLAKE2b of both public
 * keys as nonce.
 *
 * @see https://doc.libsodium.org/public-key_cryptography/sealed_boxes
 */
export function sealTo(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const { secretKey, publicKey: ephemeral } = x25519.keygen();
  const shared = x25519.getSharedSecret(secretKey, publicKey);
  const key = new Uint32Array(8);
  hsalsa(SIGMA, words(shared), new Uint32Array(4), key);
  const nonce = blake2b(joined(ephemeral, publicKey), { dkLen: 24 });
  const sealed = xsalsa20poly1305(new Uint8Array(key.buffer), nonce).encrypt(message);
  secretKey.fill(0);
  shared.fill(0);
  key.fill(0);
  return joined(ephemeral, sealed);
}

function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer); // Little-endian, as every machine that this runs on.
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
