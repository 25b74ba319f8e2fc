/**
 * SipHash-2-4 with a key of its own, over 16-bit units (two bytes each, little endian).
 *
 * Written out because it runs once per suspicion inside the scanning loop, where a call into OpenSSL costs ten times as much.
 * `low` and `high` hold the last result, so that hashing allocates nothing.
 *
 * @see Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012
 */
export class SipHash {
  low = 0;
  high = 0;
  readonly #start: Int32Array;
  readonly #state = new Int32Array(8); // v0..v3, low word first

  /** @param key 16 bytes. */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, 16);
    const [k0l, k0h, k1l, k1h] = [0, 4, 8, 12].map((at) => view.getInt32(at, true));
    this.#start = Int32Array.of(
      xor(k0l, 0x70736575),
      xor(k0h, 0x736f6d65),
      xor(k1l, 0x6e646f6d),
      xor(k1h, 0x646f7261),
      xor(k0l, 0x6e657261),
      xor(k0h, 0x6c796765),
      xor(k1l, 0x79746573),
      xor(k1h, 0x74656462),
    );
  }

  hash(units: Uint16Array, from: number, length: number): void {
    this.#state.set(this.#start);
    let at = from;
    for (let block = length >> 2; block > 0; block -= 1, at += 4) {
      this.#compress(pair(units, at, 2), pair(units, at + 2, 2));
    }
    const rest = length & 3;
    const third = rest === 3 ? (units[at + 2] ?? 0) : 0;
    this.#compress(pair(units, at, rest), third | (((length * 2) & 0xff) << 24));
    this.#finish();
  }

  #compress(low: number, high: number): void {
    const state = this.#state;
    state[6] = xor(state[6], low);
    state[7] = xor(state[7], high);
    round(state);
    round(state);
    state[0] = xor(state[0], low);
    state[1] = xor(state[1], high);
  }

  #finish(): void {
    const state = this.#state;
    state[4] = xor(state[4], 0xff);
    for (let count = 0; count < 4; count += 1) round(state);
    this.low = (xor(state[0], state[2]) ^ xor(state[4], state[6])) >>> 0;
    this.high = (xor(state[1], state[3]) ^ xor(state[5], state[7])) >>> 0;
  }
}

function round(state: Int32Array): void {
  add(state, 0, 2);
  rotateXor(state, 2, 13, 0);
  swapHalves(state, 0);
  add(state, 4, 6);
  rotateXor(state, 6, 16, 4);
  add(state, 0, 6);
  rotateXor(state, 6, 21, 0);
  add(state, 4, 2);
  rotateXor(state, 2, 17, 4);
  swapHalves(state, 4);
}

function add(state: Int32Array, target: number, source: number): void {
  const low = ((state[target] ?? 0) >>> 0) + ((state[source] ?? 0) >>> 0);
  state[target] = low;
  state[target + 1] = (state[target + 1] ?? 0) + (state[source + 1] ?? 0) + (low > 0xffffffff ? 1 : 0);
}

/** target = rotateLeft(target, bits) ^ other, for 0 < bits < 32. */
function rotateXor(state: Int32Array, target: number, bits: number, other: number): void {
  const low = state[target] ?? 0;
  const high = state[target + 1] ?? 0;
  state[target] = xor((low << bits) | (high >>> (32 - bits)), state[other]);
  state[target + 1] = xor((high << bits) | (low >>> (32 - bits)), state[other + 1]);
}

function swapHalves(state: Int32Array, index: number): void {
  const low = state[index] ?? 0;
  state[index] = state[index + 1] ?? 0;
  state[index + 1] = low;
}

/** The first `count` (0, 1, or 2) units from `at`, as one word. */
function pair(units: Uint16Array, at: number, count: number): number {
  const low = count > 0 ? (units[at] ?? 0) : 0;
  return count > 1 ? low | ((units[at + 1] ?? 0) << 16) : low;
}

function xor(left: number | undefined, right: number | undefined): number {
  return (left ?? 0) ^ (right ?? 0);
}
