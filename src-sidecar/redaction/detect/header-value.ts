import { isCoinedWord } from "./coined-word.ts";
import { isChosen, isGenerated, isOpaque, isStandIn, type Writing } from "./plausible.ts";
import type { SecretName } from "./secret-name.ts";

/** A part of a value; offsets count from the value's start. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Which parts of the value behind a secret name are the secret. */
export function secretParts(name: SecretName, value: string, writing: Writing): readonly Part[] {
  switch (name.value) {
    case "authorization":
      return authorizationParts(value, writing);
    case "cookie":
      return cookieParts(value);
    case "chosen":
      return !isChosen(value, writing) ? [] : [{ start: 0, end: value.length }];
    case "generated":
      return generatedParts(value, writing);
    case "coined":
      return isCoined(value, writing) ? [{ start: 0, end: value.length }] : [];
    case "opaque":
      return isOpaque(value, writing) ? [{ start: 0, end: value.length }] : [];
  }
}

const SCHEME =
  /^\s*(?:(?:Bearer|Basic|Token|Digest|Negotiate|NTLM|ApiKey|Api-Key|Key|SSWS|GenieKey|Bot|OAuth|Splunk|Hawk|JWT|AWS4-HMAC-SHA256)\s+|)/i;
const CREDENTIALS = /^[^\s"'`<>,;\\][^\s"'`<>\\]{3,8191}/;

function authorizationParts(value: string, writing: Writing): readonly Part[] {
  const scheme = SCHEME.exec(value)?.[0] ?? "";
  const credentials = CREDENTIALS.exec(value.slice(scheme.length))?.[0] ?? "";
  const hasScheme = scheme.trim() !== "";
  const isSecret = hasScheme ? !isStandIn(credentials) && credentials.length >= 6 : isGenerated(credentials, writing);
  if (credentials === "" || !isSecret) return [];
  if (/^\w+\(/.test(credentials)) return [];
  if (hasScheme && /^(?:authentication|auth|token|tokens|scheme|header|or|is|and)$/i.test(credentials)) return [];
  return [{ start: scheme.length, end: scheme.length + credentials.length }];
}

const PAIR = /(?:^|[;,]\s{0,4}|\s)(?<name>[^\s=;,"']{1,128})=(?<value>[^\s;"']{4,4096})/g;
const ATTRIBUTE =
  /^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|version|lang|locale|theme|i18next|tz|timezone|currency|country)$/i;

function cookieParts(value: string): readonly Part[] {
  const parts: Part[] = [];
  for (const pair of value.matchAll(PAIR)) {
    const { name = "", value: content = "" } = pair.groups ?? {};
    const clean = content.replace(/[,\\]+$/, "");
    if (ATTRIBUTE.test(name) || isStandIn(clean) || clean.length < 4) continue;
    const start = pair.index + pair[0].length - content.length;
    parts.push({ start, end: start + clean.length });
  }
  return parts;
}

/** What a person or a machine made up: letters with digits or signs among them. */
function isCoined(value: string, writing: Writing): boolean {
  if (value.length < 5 || value.length > 256 || /\s/.test(value) || !isChosen(value, writing)) return false;
  return isCoinedWord(value) || isGenerated(value, writing) || /[A-Za-z][A-Za-z0-9]*[!#$%^&*~+=?@]/.test(value);
}

function generatedParts(value: string, writing: Writing): readonly Part[] {
  const scheme = writing === "quoted" ? (/^(?:Bearer|Basic|Token|Bot|SSWS)\s+/i.exec(value)?.[0] ?? "") : "";
  const rest = value.slice(scheme.length);
  if (!isGenerated(rest, writing)) return [];
  return [{ start: scheme.length, end: value.length }];
}
