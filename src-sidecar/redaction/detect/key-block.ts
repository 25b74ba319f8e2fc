import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";

/** Longer than any private key that is in use; what comes after is not key any more. */
const MAX_BLOCK = 64 * 1024;

/** A blank as it stands in armor: plain, or as forms and addresses write it. */
const BLANK = String.raw`(?:[ +]|%20|\\{1,3}u0020|&nbsp;)`;
const BEGIN = new RegExp(
  String.raw`-{4,5}[ ]?BEGIN${BLANK}(?:(?:[A-Z0-9]{1,12}${BLANK}){0,4}(?:PRIVATE|SECRET)${BLANK}KEY(?:${BLANK}BLOCK)?|OpenVPN Static key V[0-9])[ ]?-{4,5}`,
  "iy",
);

/**
 * Private keys in PEM, OpenSSH, SSH2 and PGP armor, as a state machine rather than one pattern: it walks line breaks in any
 * notation, indentation, quoting and header lines, ends at the END line or where the body ends, and so also covers what was cut off.
 */
export const KEY_BLOCK: Detector = {
  keywords: ["----begin", "---- begin"],
  detect(text, start, _end, findings) {
    const from = text[start - 1] === "-" ? start - 1 : start;
    BEGIN.lastIndex = from;
    if (!BEGIN.test(text)) return 0;
    const bodyStart = BEGIN.lastIndex;
    const end = blockEnd(text, bodyStart, linePrefix(text, from));
    if (end === bodyStart) return end; // the armor alone, as programs and manuals name it
    findings.push({ kind: "private-key", start: from, end, rank: RANK.keyBlock });
    return end;
  },
};

const GAP =
  /(?:\s|`[nr]|\\+[nrt]|\\+u000[ad9]|%0[ad]|%20|&#1[03];|<br\s{0,2}\/?>|["'`+,|>#*.&;]|\/\/|\\+["']|\\(?=\s)|_(?=\s)){1,200}/iy;
const BODY = /(?:[A-Za-z0-9/=]|\+(?=[A-Za-z0-9/+=])|%2[BbFf]|%3[Dd]|\\\/){1,8192}/y;
const HEADER_LINE =
  /(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Subject|X-[\w-]{1,20}|Key-Type|[A-Z][\w-]{2,30}): [^\n\\]{0,200}/y;
const END = new RegExp(String.raw`-{4,5}[ ]?END(?:${BLANK}[A-Z0-9]{1,12}){1,6}[ ]?-{4,5}`, "iy");

/** The longest number, moment or name that a listing or a log puts before each line. */
const MAX_PREFIX = 96;

/**
 * What stands before the block on its line, as a pattern for the lines that follow: numbers may count on and signs of a difference
 * may change. Undefined when there is nothing.
 */
function linePrefix(text: string, from: number): RegExp | undefined {
  const before = text.slice(Math.max(0, from - MAX_PREFIX), from);
  const prefix = before.slice(before.lastIndexOf("\n") + 1);
  if (prefix === " ") return DIFFERENCE;
  if (prefix.trim() === "" || prefix.length === MAX_PREFIX) return undefined;
  const pattern = prefix
    .replace(/[.*?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replace(/[0-9]{1,20}/g, "[0-9]{1,20}")
    .replace(/[ \t]{1,96}/g, "[ \\t]{0,40}")
    .replace(/^[+-]/, "[ +-]");
  return new RegExp(pattern, "y");
}

const DIFFERENCE = /[ +-]/y;
const LINE_BREAK = /[ \t+]{0,4}\r?\n/y;

/** Behind a line break the prefix of lines, where they have one; else whatever joins the parts of a key. */
function gapEnd(text: string, at: number, prefix: RegExp | undefined): number {
  const start = prefix ? after(LINE_BREAK, text, at) : undefined;
  const body = prefix && start !== undefined ? after(prefix, text, start) : undefined;
  return body ?? after(GAP, text, at) ?? at;
}

function blockEnd(text: string, from: number, prefix: RegExp | undefined): number {
  let end = from;
  let at = from;
  while (at - from < MAX_BLOCK) {
    at = gapEnd(text, at, prefix);
    const closed = after(END, text, at);
    if (closed !== undefined) return end === from ? from : closed;
    const next = after(HEADER_LINE, text, at) ?? keyBody(text, at);
    if (next === undefined) return end;
    end = next;
    at = next;
  }
  return end;
}

/** A run of base64; a short word with nothing behind it is the text that follows a key which was cut off. */
function keyBody(text: string, at: number): number | undefined {
  const end = after(BODY, text, at);
  if (end === undefined) return undefined;
  const run = text.slice(at, end);
  const isWord =
    run.length < 24 &&
    /^[A-Za-z]+$/.test(run) &&
    !/^[A-Za-z0-9+/=]*(?:\s|\\+n)*-{4,5}[ ]?END/.test(text.slice(end, end + 24));
  return isWord ? undefined : end;
}

function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** What base64 makes of `-----BEGIN ` on its three alignments, and how the best known key bodies start without their armor. */
const ENCODED_ARMOR = ["LS0tLS1CRUdJTi", "0tLS0tQkVHSU4g", "tLS0tLUJFR0lOI"];
const BARE_BODY = [
  "b3BlbnNzaC1rZXktdjE",
  "MIIEvQIBADANBgkq",
  "MIIEvAIBADANBgkq",
  "MIIEvgIBADANBgkq",
  "MIIJQgIBADANBgkq",
  "MIIJQwIBADANBgkq",
  "MIIEpAIBAAKCAQEA",
  "MIIEowIBAAKCAQEA",
  "MIIEogIBAAKCAQEA",
  "MIIEpQIBAAKCAQEA",
  "MIIJKQIBAAKCAgEA",
  "MIIJKAIBAAKCAgEA",
  "MIICXAIBAAKBgQ",
  "MIICXQIBAAKBgQ",
  "MIICWwIBAAKBgQ",
  "MHcCAQEEI",
  "MC4CAQAwBQYDK2VwBCIEI",
  "MIGHAgEAMBMGByqGSM49",
  "MIIFDjBABgkqhkiG9w0BBQ0",
  "MIIFHDBOBgkqhkiG9w0BBQ0",
];
/** Private keys as base64 of their armor, or as a body without it. */
export const ENCODED_KEY: Detector = {
  keywords: [...ENCODED_ARMOR, ...BARE_BODY],
  detect(text, start, end, findings) {
    const keyword = text.slice(start, end);
    const isArmor = ENCODED_ARMOR.includes(keyword);
    if (!isArmor && !BARE_BODY.includes(keyword)) return 0;
    if (isArmor && !isPrivate(text.slice(start, start + 256))) return 0;
    const run = encodedRun(text, start);
    return push(findings, start, start + run.trimEnd().length);
  },
};

function encodedRun(text: string, start: number): string {
  let end = start;
  for (;;) {
    const line = after(/[A-Za-z0-9+/_-]{1,65536}={0,2}/y, text, end);
    if (line === undefined) break;
    const size = line - end;
    end = line;
    const gap = after(/(?:\s{1,40}|\\+[nr]|["'+,\s]{1,40}){1,4}/y, text, end);
    // Only full lines go on.
    if (gap === undefined || size < 48 || after(/[A-Za-z0-9+/_-]{4}/y, text, gap) === undefined) break;
    end = gap;
  }
  return text.slice(start, end);
}

function isPrivate(runStart: string): boolean {
  const compact = runStart.replace(/[^A-Za-z0-9+/_-]/g, "");
  return [0, 1, 2, 3].some((phase) =>
    /(?:PRIVATE|SECRET) KEY/.test(Buffer.from(compact.slice(phase), "base64").toString("latin1")),
  );
}

function push(findings: RankedFinding[], start: number, end: number): number {
  findings.push({ kind: "private-key", start, end, rank: RANK.keyBlock });
  return end;
}

/** PuTTY keys: the lines that follow `Private-Lines`. */
export const PUTTY_KEY: Detector = {
  keywords: ["private-lines:"],
  detect(text, start, end, findings) {
    const block = /\s{0,4}[0-9]{1,4}(?:(?:\s|\\+[nr]){1,8}[A-Za-z0-9+/=]{1,80}(?![A-Za-z0-9+/=:-])){1,400}/y;
    const stop = after(block, text, end);
    return stop === undefined ? 0 : push(findings, start, stop);
  },
};
