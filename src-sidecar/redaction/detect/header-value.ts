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
const ANY_SCHEME = /^\s*[A-Za-z][\w.-]{1,40}(?:[ \t]+|=(?=[^=\s]{8}))(?=\S)/;
const CREDENTIALS = /^[^\s"'`<>,;\\][^\s"'`<>\\]{3,8191}/;
/** `name="…"` or `name=…`, between commas; not the padding of base64. */
const PARAMETER = /(?<name>[A-Za-z][\w-]{0,39})=(?<open>\\{0,3}"|)(?<content>[^\s",\\=][^\s",\\]{0,4095})/g;
const IS_LIST = /^[A-Za-z][\w-]{0,39}=\\{0,3}(?:"|[^\s=",]{1,4096}[,&])/;
const SECRET_PARAMETER =
  /^(?:response|mac|signature|sig|password|key|api_?key|client_secret|oauth_signature|(?:\w{1,24}_)?(?:token|secret))$/i;

function authorizationParts(value: string, writing: Writing): readonly Part[] {
  const known = SCHEME.exec(value)?.[0] ?? "";
  const hasScheme = known.trim() !== "";
  const scheme = hasScheme ? known : (ANY_SCHEME.exec(value)?.[0] ?? "");
  if (IS_LIST.test(value.slice(scheme.length))) return parameterParts(value, scheme.length);
  return hasScheme || scheme === ""
    ? credentialParts(value, scheme, writing)
    : ([credentialParts(value, "", writing), credentialParts(value, scheme, "quoted", isGenerated)].find(hasAny) ?? []);
}

function hasAny(parts: readonly Part[]): boolean {
  return parts.length > 0;
}

function credentialParts(
  value: string,
  scheme: string,
  writing: Writing,
  isSecret: (credentials: string, writing: Writing) => boolean = scheme.trim() === "" ? isGenerated : isCredential,
): readonly Part[] {
  const credentials = CREDENTIALS.exec(value.slice(scheme.length))?.[0] ?? "";
  if (credentials === "" || /^\w+\(/.test(credentials) || !isSecret(credentials, writing)) return [];
  return [{ start: scheme.length, end: scheme.length + credentials.length }];
}

/** Behind a scheme anything is one that is no word about it. */
function isCredential(credentials: string): boolean {
  return (
    credentials.length >= 6 &&
    !isStandIn(credentials) &&
    !/^[A-Z]{2,}(?:[-_][A-Z]+)+$/.test(credentials) &&
    !/^(?:authentication|auth|token|tokens|scheme|header|or|is|and)$/i.test(credentials)
  );
}

/** `Digest username="…", response="…"`: the parameters that let somebody in. */
function parameterParts(value: string, from: number): readonly Part[] {
  const parts: Part[] = [];
  for (const match of value.slice(from).matchAll(PARAMETER)) {
    const { name = "", open = "", content = "" } = match.groups ?? {};
    if (!SECRET_PARAMETER.test(name) || isStandIn(content) || content.length < 6) continue;
    const start = from + match.index + name.length + 1 + open.length;
    parts.push({ start, end: start + content.length });
  }
  return parts;
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
