import { createArena, type Arena, type RawSodium, rawSodium } from "./sodium-arena.ts";
import { joinBytes, type OwnBytes } from "./key-bytes.ts";

const TAG = 16;
const SEAL_OVERHEAD = 48; // ephemeral public key and tag
const SEAL_NONCE = 24;

/**
 * The few functions of libsodium that the vault uses, with nothing of a key or a plaintext left in the WASM heap afterwards.
 *
 * Lengths: keys, seeds and public keys 32 bytes, XChaCha20 nonces 24, signatures 64.
 */
export interface Sodium {
  /** XChaCha20-Poly1305-IETF over the parts as one plaintext: ciphertext and its 16-byte tag. */
  encryptXChaCha(message: AeadMessage, parts: readonly [Uint8Array, Uint8Array]): OwnBytes;
  /** The plaintext, or undefined when the tag does not hold. */
  decryptXChaCha(message: AeadMessage, ciphertext: Uint8Array): OwnBytes | undefined;
  boxPublicKey(privateKey: Uint8Array): OwnBytes;
  /** The bytes of `crypto_box_seal`, with an ephemeral key that the caller draws (and wipes). */
  sealTo(publicKey: Uint8Array, ephemeralPrivateKey: Uint8Array, message: Uint8Array): OwnBytes;
  openSealed(publicKey: Uint8Array, privateKey: Uint8Array, sealed: Uint8Array): OwnBytes | undefined;
  signPublicKey(seed: Uint8Array): OwnBytes;
  sign(seed: Uint8Array, message: Uint8Array): OwnBytes;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** What an AEAD call is keyed and bound with. */
export interface AeadMessage {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly associatedData: Uint8Array;
}

/** Loads libsodium (about 50 ms) and reserves the scratch memory. One per process. */
export async function openSodium(): Promise<Sodium> {
  const raw = await rawSodium();
  const arena = createArena(raw);
  return { ...aeadOf(raw, arena), ...boxOf(raw, arena), ...signOf(raw, arena) };
}

function aeadOf(raw: RawSodium, arena: Arena): Pick<Sodium, "encryptXChaCha" | "decryptXChaCha"> {
  return {
    encryptXChaCha: ({ key, nonce, associatedData: ad }, [first, second]) => {
      const length = first.byteLength + second.byteLength;
      return arena.use(2 * length + ad.byteLength + 256, (scratch) => {
        const plaintext = scratch.put(first);
        scratch.put(second); // lies right behind the first
        const out = scratch.reserve(length + TAG);
        const at = [scratch.put(ad), scratch.put(nonce), scratch.put(key)] as const;
        const args = [out, 0, plaintext, length, 0, at[0], ad.byteLength, 0, 0, at[1], at[2]];
        if (raw._crypto_aead_xchacha20poly1305_ietf_encrypt(...args) !== 0)
          throw new Error("internal: XChaCha20-Poly1305 refused to encrypt");
        return scratch.take(out, length + TAG);
      });
    },
    decryptXChaCha: ({ key, nonce, associatedData: ad }, ciphertext) =>
      arena.use(2 * ciphertext.byteLength + ad.byteLength + 256, (scratch) => {
        if (ciphertext.byteLength < TAG) return undefined;
        const out = scratch.reserve(ciphertext.byteLength - TAG);
        const at = [scratch.put(ciphertext), scratch.put(ad), scratch.put(nonce), scratch.put(key)] as const;
        const args = [out, 0, 0, at[0], ciphertext.byteLength, 0, at[1], ad.byteLength, 0, at[2], at[3]];
        const failed = raw._crypto_aead_xchacha20poly1305_ietf_decrypt(...args);
        return failed === 0 ? scratch.take(out, ciphertext.byteLength - TAG) : undefined;
      }),
  };
}

function boxOf(raw: RawSodium, arena: Arena): Pick<Sodium, "boxPublicKey" | "sealTo" | "openSealed"> {
  const boxPublicKey = (privateKey: Uint8Array): OwnBytes =>
    arena.use(128, (scratch) => {
      const out = scratch.reserve(32);
      if (raw._crypto_scalarmult_base(out, scratch.put(privateKey)) !== 0) throw new Error("internal: X25519 refused");
      return scratch.take(out, 32);
    });
  return {
    boxPublicKey,
    sealTo: (publicKey, ephemeralPrivateKey, message) => {
      const ephemeralPublicKey = boxPublicKey(ephemeralPrivateKey);
      return arena.use(2 * message.byteLength + 512, (scratch) => {
        const bothKeys = scratch.put(joinBytes(ephemeralPublicKey, publicKey));
        const recipient = bothKeys + 32;
        const nonce = scratch.reserve(SEAL_NONCE);
        raw._crypto_generichash(nonce, SEAL_NONCE, bothKeys, 64, 0, 0, 0);
        const box = scratch.reserve(message.byteLength + TAG);
        const args = [box, scratch.put(message), message.byteLength, 0, nonce, recipient];
        if (raw._crypto_box_easy(...args, scratch.put(ephemeralPrivateKey)) !== 0)
          throw new Error("internal: a public key that cannot be sealed to");
        return joinBytes(ephemeralPublicKey, scratch.take(box, message.byteLength + TAG));
      });
    },
    openSealed: (publicKey, privateKey, sealed) =>
      arena.use(2 * sealed.byteLength + 512, (scratch) => {
        if (sealed.byteLength < SEAL_OVERHEAD) return undefined;
        const out = scratch.reserve(sealed.byteLength - SEAL_OVERHEAD);
        const args = [out, scratch.put(sealed), sealed.byteLength, 0, scratch.put(publicKey), scratch.put(privateKey)];
        const failed = raw._crypto_box_seal_open(...args);
        return failed === 0 ? scratch.take(out, sealed.byteLength - SEAL_OVERHEAD) : undefined;
      }),
  };
}

function signOf(raw: RawSodium, arena: Arena): Pick<Sodium, "signPublicKey" | "sign" | "verify"> {
  return {
    signPublicKey: (seed) =>
      arena.use(256, (scratch) => {
        const out = scratch.reserve(32);
        raw._crypto_sign_seed_keypair(out, scratch.reserve(64), scratch.put(seed));
        return scratch.take(out, 32);
      }),
    sign: (seed, message) =>
      arena.use(message.byteLength + 512, (scratch) => {
        const secretKey = scratch.reserve(64);
        raw._crypto_sign_seed_keypair(scratch.reserve(32), secretKey, scratch.put(seed));
        const out = scratch.reserve(64);
        raw._crypto_sign_detached(out, 0, scratch.put(message), message.byteLength, 0, secretKey);
        return scratch.take(out, 64);
      }),
    verify: (publicKey, message, signature) =>
      arena.use(message.byteLength + 512, (scratch) => {
        if (publicKey.byteLength !== 32 || signature.byteLength !== 64) return false;
        const args = [scratch.put(signature), scratch.put(message), message.byteLength, 0, scratch.put(publicKey)];
        return raw._crypto_sign_verify_detached(...args) === 0;
      }),
  };
}
