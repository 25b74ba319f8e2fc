import { sha256 } from "../base/sha256.ts";
import { VaultError } from "./errors.ts";

/** One item of a context list. Numbers are unsigned integers up to 2^53 - 1. */
export type ContextValue = string | number | Uint8Array;

const TEXT = 1;
const UNSIGNED = 2;
const BYTES = 3;
const ITEM_HEAD = 5; // type u8, length u32
const MAX_TEXT_BYTES = 4096;

/**
 * Writes a list of values so that two different lists never give equal bytes: a count, then each item typed and length-prefixed.
 *
 * The label comes first and names what the list is for, so that a list of one purpose is never one of another.
 *
 * @throws {VaultError} `envelope_context` for a value that has no exact form (a lone surrogate, a fraction, over 4096 bytes of text).
 */
export function encodeContext(label: string, values: readonly ContextValue[]): Uint8Array {
  let length = 4 + ITEM_HEAD + itemLength(label);
  for (const value of values) length += ITEM_HEAD + itemLength(value);
  // A context holds no key, so it may come from Node's pool; every byte is written below.
  const view = Buffer.allocUnsafe(length);
  let offset = writeItem(view, label, view.writeUInt32BE(values.length + 1, 0));
  for (const value of values) offset = writeItem(view, value, offset);
  return view;
}

/** SHA-256 of the encoded list: what keys are derived for and ciphertexts are bound to. */
export function hashContext(label: string, values: readonly ContextValue[]): Uint8Array {
  return sha256(encodeContext(label, values));
}

function itemLength(item: ContextValue): number {
  if (typeof item === "string") {
    const length = Buffer.byteLength(item);
    // A lone surrogate would be written as U+FFFD, and two different texts would meet.
    if (length > MAX_TEXT_BYTES || !item.isWellFormed()) throw new VaultError("envelope_context");
    return length;
  }
  if (typeof item === "number") {
    if (!Number.isSafeInteger(item) || item < 0) throw new VaultError("envelope_context");
    return 8;
  }
  return item.byteLength;
}

/** @returns where the next item begins. */
function writeItem(view: Buffer, item: ContextValue, offset: number): number {
  const start = offset + ITEM_HEAD;
  if (typeof item === "string") return writeHead(view, offset, TEXT, view.write(item, start, "utf8"));
  if (typeof item === "number") {
    writeUnsigned(view, item, start);
    return writeHead(view, offset, UNSIGNED, 8);
  }
  view.set(item, start);
  return writeHead(view, offset, BYTES, item.byteLength);
}

function writeHead(view: Buffer, offset: number, type: number, length: number): number {
  view.writeUInt8(type, offset);
  return view.writeUInt32BE(length, offset + 1) + length;
}

/** Writes a u64 without a BigInt, which the path of every call would pay for. */
export function writeUnsigned(view: Buffer, value: number, offset: number): void {
  view.writeUInt32BE(Math.floor(value / 0x1_0000_0000), offset);
  view.writeUInt32BE(value % 0x1_0000_0000, offset + 4);
}
