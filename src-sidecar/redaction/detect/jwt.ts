import { RANK, type Detector } from "../scan/detector.ts";

const MAX_HEADER = 1024;
const SEGMENT = /[A-Za-z0-9_-]*={0,2}/y;

/** JSON web tokens, signed or encrypted, whole or cut off: three or five base64url segments of which the first is a JSON header. */
export const JWT: Detector = {
  keywords: ["eyj"],
  detect(text, start, _end, findings) {
    if (!text.startsWith("eyJ", start)) return 0;
    const headerEnd = segmentEnd(text, start);
    // What follows this run is known now: no later start in it is looked at for nothing.
    if (text[headerEnd] !== ".") return headerEnd;
    if (headerEnd - start > MAX_HEADER) return headerEnd - MAX_HEADER;
    if (!isHeader(text.slice(start, headerEnd))) return 0;
    let end = headerEnd;
    for (let segment = 1; segment < 5 && text[end] === "."; segment += 1) {
      const next = segmentEnd(text, end + 1);
      if (next === end + 1 && segment < 2) break;
      end = next;
    }
    if (end - headerEnd < 8) return 0;
    findings.push({ kind: "jwt", start, end, rank: RANK.token });
    return end;
  },
};

function segmentEnd(text: string, from: number): number {
  SEGMENT.lastIndex = from;
  return from + (SEGMENT.exec(text)?.[0].length ?? 0);
}

/** Header parameters that only the headers of tokens have. */
function isHeader(segment: string): boolean {
  const json = Buffer.from(segment, "base64url").toString("latin1");
  return /^\{\s{0,8}"[^\x00-\x08\x0e-\x1f]*\}\s*$/.test(json) && /"(?:alg|enc|typ|kid|cty)"\s{0,4}:/.test(json);
}
