import { caseTurns, entropy } from "../rules/shape.ts";
import { isMixed, looksRandom } from "./random-text.ts";

/** How a value is written: a JSON or quoted string ends by itself, a bare word may be code or prose. */
export type Writing = "quoted" | "bare";

/** Stands for a value instead of being one. */
const STAND_IN =
  /^(?:<.*>|[:?][?-].*|\?[a-z]+\}?|\$\{.*|\{\{.*|\{[\w.]+\}|\$\(.*|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|%[sdv]|:\w+|\[[\w .-]+\]|[*•●xX#?._-]+|\.{3}.*|(?:your|my|the|some|an?|insert|enter|replace|put|dummy|fake|sample|example|test)[-_ ](?:.*[-_ ])?(?:key|token|secret|password|passwd|credentials?|here|value|id|code|pat|name|string)s?(?:[-_ ]here)?|change[-_ ]?(?:me|it|this)|replace[-_ ]?me|todo|tbd|n\/?a|redacted|removed|hidden|masked|filtered)$/i;

const TYPE_WORD =
  /^(?:null|nil|none|undefined|nan|true|false|yes|no|on|off|string|str|text|char|varchar|bytes?|bool(?:ean)?|int(?:eger)?|number|float|any|object|array|dict|list|map|unknown|never|void|optional|required|default|password|passwd|pwd|pass|passphrase|secret|token|key|api[-_]?key|credentials?|auth|bearer|basic|cookie|plain(?:text)?|file|env|vault|prompt|stdin|input|hidden|disabled|enabled|str\(.*|String|SecretStr|Option|Vec)[?!]?$/i;

const CODE =
  /^(?:[(<].*|[A-Za-z_$][\w$]*(?:\??\.|->|::)[\w$.[\]()>:-]+|[A-Za-z_$][\w$.]*\(.*|[A-Za-z_$][\w$]*\[.*|(?:await|new|function|return|typeof|async|const|let|var|self|this|process|os|env|getenv|lambda|def|if|else|not|and|or|in|is)\b.*|@[\w.]+|&[\w.]+|!(?!(?:\D*[0-9]){3}).*|=.*|\|.*|\\.*)$/;

const WORDS = /^[A-Za-z]+$|^[A-Z][A-Z0-9]*(?:_[A-Z][A-Z0-9]*)+$/;

/** Where a secret is kept, as managers of secrets and settings files write it. */
const REFERENCE =
  /^(?:(?:op|vault|bao|ssm|awssm|awssecret|gcpsm|sm|secretref|secretsmanager|keychain|keyring|infisical|doppler|conjur|akeyless|file|env|akv|keyvault|k8s|arn|kms|ref\+\w{1,20})(?::|:\/\/)[\w./#:@${}*-]*|projects\/[\w.-]+\/secrets\/.*|@Microsoft\.KeyVault\(.*|\$__\w+\{.*|%env\(.*|%\(\w+\)s|ENC\[.*)$/i;

/** A name between the signs of a template; the signs at the end may have been cut off. */
const TEMPLATE =
  /^(?:@@[A-Za-z]\w*|__[A-Za-z]\w*?__|#\{[A-Za-z]\w*|\[\[\w[\w. -]*|\[[A-Za-z][A-Za-z ._-]*|\{[A-Za-z_.]+|\$env:\w+|<%.*)[\]}@#%>]{0,3}$/;

/** What manuals write in the place of a secret: words that say so, without a digit among them. */
const EXAMPLE =
  /^(?:(?:(?:my|your|our|the|a|some|super|top|very|new|old|strong|secure|random|long|plain|dummy|fake|sample|example|test|demo|default|initial)[-_ ]?)+(?:(?:db|user|admin|root|app|api|client|access|auth|jwt|bearer|oauth|refresh|session)[-_ ]?)?(?:secret|password|passwd|passphrase|pass|pw|pwd|token|key|credential|jwt|value)s?(?:[-_ ]?(?:pw|password|key|token|value|goes|here))*|(?:abc|xyz|foo|bar)[-_]?123(?:4(?:5(?:6)?)?)?|example|encrypted|unchanged|unset|not set|missing|sensitive|keyboard cat|shh+|\([a-z ]+\))$/i;

/** What is called a password in other languages, and what forms say about a field. */
const LABEL =
  /^(?:passwort|kennwort|contraseñas?|contrasena|mot de passe|wachtwoord|hasło|senha|parola|parolă|lösenord|adgangskode|passord|salasana|heslo|jelszó|şifre|(?:current|new)-password|one-time-code|xsd?:\w+|пин|ansi|bcrypt|argon2\w{0,2}|scrypt|pbkdf2\w*|wpa[23]?(?:-\w+)?|(?:string|varchar2?|nvarchar|char|text|bytes|binary|varbinary|blob|clob|uuid4?|number|integer)\s?[([<].*|(?:aes|rsa|ecdsa|hmac|ed25519|x25519|sha|md5)[-/\w]*|~\/.*|[&*]['\w]*\)?)$/i;

export function isStandIn(value: string): boolean {
  return (
    STAND_IN.test(value) ||
    TYPE_WORD.test(value) ||
    (value.length <= 256 && (REFERENCE.test(value) || TEMPLATE.test(value))) ||
    (value.length <= 64 && EXAMPLE.test(value)) ||
    isLabel(value)
  );
}

/** A word of another script, or of a form. */
function isLabel(value: string): boolean {
  return value.length <= 40 && (LABEL.test(value) || (/[^\x00-\x7f]/.test(value) && /^\p{L}+$/u.test(value)));
}

/** May be what a person chose: nearly anything that is not a word of the language around it. */
export function isChosen(value: string, writing: Writing): boolean {
  if (
    value.length < 3 ||
    value.length > 512 ||
    isStandIn(value) ||
    /^[~^]?[0-9]+(?:\.[0-9]+\.[0-9]+|-[0-9]+)$/.test(value)
  )
    return false;
  if (writing === "bare") return value.length >= 4 && !CODE.test(value) && !isName(value);
  if (/\s/.test(value))
    return /[0-9]/.test(value)
      ? value.split(/\s/).length <= 3
      : /^[a-z]+(?: [a-z]+){1,23}$/.test(value) && !PROSE.test(value);
  return (
    !isEnvironmentName(value) &&
    !CODE_PATH.test(value) &&
    !(ABOUT_SECRETS.test(value) && /[a-z][A-Z]|_/.test(value) && isName(value))
  );
}

/** `PasswordField`, `resetToken`: the name of something in a program. */
const ABOUT_SECRETS = /pass|pwd|secret|token|key|auth/i;

const HUMPS = "(?:_?[A-Z][a-z]{2,}|_[a-z]+|_?[A-Z]{2,5}|_?[A-Z][a-z](?=[A-Z_]|$))*";
const NAME = new RegExp(
  `^(?:[A-Z]+|[A-Z]+(?:_[A-Z]+)+|_?[a-z]{2,}${HUMPS}|[A-Z][a-z]{2,}${HUMPS}|[A-Z]{2,5}[a-z]{1,2}|[A-Z]{2,5}(?:[A-Z][a-z]{2,})+)$`,
);

/** A word, or words joined as programs join them. */
function isName(value: string): boolean {
  return value.length <= 64 && NAME.test(value.replace(/\$[0-9]{1,3}$/, ""));
}

const PROSE =
  /\b(?:your|enter|please|the|password|must|should|please|is|are|for|and|forgot|confirm|new|old|required|invalid)\b/i;
const CODE_PATH = /^(?:[a-z_$][\w$]*\.){1,}[a-z_$][\w$]*$|^\/[\w./-]*$|^\.\.?\/|^https?:\/\/[^@]*$/i;

function isEnvironmentName(value: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(value);
}

/** The shape shows in the first characters. */
const SAMPLE = 160;

/** Must look as if a machine had made it. */
export function isGenerated(whole: string, writing: Writing): boolean {
  if (whole.length < 8 || whole.length > 8192) return false;
  const value = whole.slice(0, SAMPLE);
  if (writing === "bare" && /=[^=]/.test(value)) return false;
  if (writing === "quoted" && isNoise(value)) return true;
  if (/\s/.test(value) || isStandIn(value)) return false;
  if (writing === "bare" && CODE.test(value) && !/^[\w-]+\.[\w-]{20,}/.test(value)) return false;
  if (
    (/^(?:https?:\/\/|\/|\.\.?\/|[a-z]+:\/\/[^@]*$)/i.test(value) && !isBase64OfNoPath(value)) ||
    /^[\w.+-]+@[\w-]+\.[\w.]+$/.test(value)
  )
    return false;
  if (/^[0-9]+$/.test(value)) return value.length >= 16;
  if (/^[0-9a-f-]{36}$/i.test(value)) return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
  if (isSlug(value) || isDateOrNumber(value) || isEnvironmentName(value)) return false;
  if (writing === "bare" && /^[A-Za-z_]+\$[0-9]{1,3}$/.test(value)) return false;
  if (WORDS.test(value)) return isScrambled(value);
  return /[0-9]/.test(value)
    ? entropy(value) >= 2.5
    : value.length >= 12 && entropy(value) >= 3.3 && isScrambled(value);
}

/** Signs, letters and digits in no order, blanks among them: what generators of salts write. */
function isNoise(value: string): boolean {
  if (value.length < 32 || /[\n]|[a-z]{7}| [a-z]{2,} [a-z]{2,} /.test(value)) return false;
  const signs = value.match(/[^A-Za-z0-9\s_.,/-]/g)?.length ?? 0;
  return (
    signs * 8 >= value.length &&
    /[0-9]/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    entropy(value) >= 4.6
  );
}

/** One character in 64 of base64 is a slash, and may be the first. */
function isBase64OfNoPath(value: string): boolean {
  return /^\/[A-Za-z0-9+/]{19,}={0,2}$/.test(value) && isMixed(value) && looksRandom(value);
}

/** Generated, and neither a digest nor an id: what its name alone would not say. */
export function isOpaque(value: string, writing: Writing): boolean {
  if (value.length < 20 || value.length > 400 || !/^[\w+/=.~-]+$/.test(value) || !isGenerated(value, writing))
    return false;
  const isHex = /^[0-9a-f-]+$/i.test(value);
  return isHex
    ? /^(?:.{32}|.{40}|.{48}|.{56}|.{64}|.{96}|.{128})$/.test(value) && /[a-f]/i.test(value)
    : /[0-9]/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= 3.4;
}

/** `my-secret-v2`, `users/list`, `getAccessToken2`: words, perhaps numbered, and signs between them. */
function isSlug(value: string): boolean {
  const parts = value.split(/[-_./:+\s]|(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])/).filter((part) => part !== "");
  const isLong = value.length >= parts.length * 4;
  if (/[a-z]/.test(value) && (value.match(/[A-Z]/g)?.length ?? 0) * 5 > value.length * 2) return false;
  return (
    parts.length > 1 && isLong && parts.every((part) => SLUG_PART.test(part) && !/^[b-df-hj-np-tv-z]{5,}$/i.test(part))
  );
}

const SLUG_PART =
  /^(?:[A-Z]?[a-z]+|[A-Z]{2,5}[a-z]*|[A-Z]{2,}|[A-Za-z]?[0-9]{1,4}|v[0-9]{1,3}|[A-Z]?[a-z]{2,}[0-9]{1,2}|[A-Z]{3,}[0-9]{1,2})$/;

function isDateOrNumber(value: string): boolean {
  return (
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value) ||
    /^[-+]?[0-9.,:%/-]+$/.test(value) ||
    /^v?[0-9]+(?:\.[0-9]+){1,3}(?:[-+][\w.]+)?$/.test(value)
  );
}

/** Letters only, but no words: changes of case or few vowels. */
function isScrambled(value: string): boolean {
  const letters = value.replace(/[^A-Za-z]/g, "");
  if (letters.length < 12) return false;
  const vowels = letters.match(/[aeiou]/gi)?.length ?? 0;
  return caseTurns(letters) >= letters.length / 3 || (vowels < letters.length / 5 && entropy(letters) >= 2.8);
}
