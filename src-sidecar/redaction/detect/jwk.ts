import { RANK, type Detector } from "../scan/detector.ts";

/** Further parts of a key stand this close to its type. */
const REACH = 4096;
const BEFORE = 2048;
const PART =
  /\\{0,3}"(?:d|k|p|q|dp|dq|qi)\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"(?<part>[A-Za-z0-9_-]{16,2048}={0,2})\\{0,3}"/dg;

/** The private parts of JSON web keys. */
export const JWK: Detector = {
  keywords: ['"kty', '\\"kty'],
  detect(text, start, _end, findings) {
    const from = Math.max(0, start - BEFORE);
    for (const { indices } of text.slice(from, start + REACH).matchAll(PART)) {
      const [first, last] = indices?.groups?.["part"] ?? [0, 0];
      if (last > first) findings.push({ kind: "private-key", start: from + first, end: from + last, rank: RANK.token });
    }
    return Math.min(text.length, start + REACH - BEFORE);
  },
};
