import type { FindingKind } from "../finding.ts";
import { VENDOR_NAMES } from "../rules/vendor-names.ts";

/** What a name says about its value. */
export interface SecretName {
  readonly kind: FindingKind;
  /**
   * How the value is judged: `chosen` by a person (any word may be one), `generated` (must look like it), `opaque` (must look like
   * nothing else), `coined` (no word, number or version), or a header with a scheme or pairs of its own.
   */
  readonly value: "chosen" | "generated" | "opaque" | "coined" | "authorization" | "cookie";
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const CHOSEN = set(
  "password passwd pwd pass passphrase passcode passwort contrasena senha pswd pw psk psksecret pin mnemonic seedphrase requirepass masterauth userpassword motdepasse kennwort wachtwoord haslo losenord parola heslo salasana adgangskode passord lozinka sifre rootpw bindpw dbpw cpassword",
);
const SECRET = set("secret secrets clientsecret secretkey consumersecret appsecret salt");
const TOKEN = set(
  "token accesstoken authtoken refreshtoken idtoken bearertoken apitoken bottoken jwt bearer sessionid sessid phpsessid jsessionid otp totp csrf xsrf clientassertion jwtassertion samlassertion codeverifier devicecode authcode authorizationcode sid",
);
const KEY = set(
  "apikey accesskey privatekey encryptionkey signingkey masterkey authkey appkey sharedaccesskey accountkey licensekey",
);
const CREDENTIAL = set("auth credential credentials creds dsn sas connectionstring connstr connectionuri");

/** `…_key` says little by itself. */
const KEY_OF = set(
  "api access secret private encryption encrypt encrypted decryption signing signature sign master account storage shared service deploy auth app validation unseal keyshare data dec application license admin consumer hmac aes rsa ssh session webhook integration rest server subscription host function functions write management ingest ingestion client wrapping root recovery unseal backup vault user stream pre ssl tls jwt cookie crypto base token logged nonce secure pgp gpg data derived passwd product project dev prod live test device provision provisioning org organization tenant workspace bot agent cluster gateway partner merchant sandbox personal restricted role standard write read ingestion global project account apps authorizer publish subscribe",
);

/** A name that ends with one of these tells about a secret, or about something else. */
const ABOUT = set(
  "id ids name names type types count counts counter length len limit limits url urls uri link endpoint expiry expires expire expiration exp ttl at in on ago age hint label labels placeholder field fields input inputs policy policies rule rules strength reset error errors message messages msg title text description desc status state enabled disabled required optional valid invalid validator validation manager provider service services store storage path paths file files filename dir folder prefix suffix header headers format version algorithm alg method methods kind usage used uses index budget cost price size min max set get class cb callback fn func handler page form view button icon component route schema regex pattern ref refs reference arn scope scopes source mode env var variable variables list map table column row rotation lifetime window timeout retries retry generator parser lexer stream ring rings pair pairs vault key_id group groups owner role roles user users username email host port domain region bucket date time timestamp created updated lastused checker check checks changed change help info details option options config settings setting enum object event events action actions interface module package plugin symbol word words",
);

/** A name that starts with one of these counts or pages, or names what is public. */
const NOT_SECRET_START = set(
  "next previous prev page continuation pagination cursor max min total prompt completion cached reasoning num n is has show hide toggle forgot change validate verify check no use with without need needs public primary foreign partition sort cache idempotency dedupe dedup object map hot shortcut translation i18n row column registry natural composite surrogate unique candidate lookup routing join sync resume skip start end",
);

/** What also is said of secrets: a flag, a label or an action. */
const ASKS = set(
  "has is show hide toggle forgot change validate verify check no use with without need needs max min public",
);

/** Most names have none of these in them and are let go at once. */
const HINT = new RegExp(
  `code|assert|verifier|csrf|xsrf|sid|parola|heslo|salasana|adgangskode|lozinka|sifre|pass|pwd|psw|psk|pin|secret|token|key|auth|cookie|cred|dsn|sas|jwt|bearer|conn|sess|sid|salt|mnemonic|phrase|senha|contrasena|community|otp|contrase|pw|${VENDOR_NAMES.join("|")}`,
  "i",
);

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const MAX_NAME = 80;

/** Judges the name of a JSON member, a setting, a variable, a header or a parameter. */
export function judgeName(name: string): SecretName | undefined {
  return COMMON.has(name) ? COMMON.get(name) : judgeAny(name);
}

/** More names than this in one session are a flood. */
const MOST_NAMES = 4096;

/** Judges names and remembers what it made of them: the members of records are called the same again and again. */
export function createNameJudge(): (name: string) => SecretName | undefined {
  const judged = new Map<string, SecretName | undefined>();
  return (name) => {
    if (judged.has(name)) return judged.get(name);
    const made = judgeName(name);
    if (judged.size >= MOST_NAMES) judged.clear();
    if (name.length <= MAX_NAME) judged.set(name, made);
    return made;
  };
}

function judgeAny(name: string): SecretName | undefined {
  if (name.length > MAX_NAME || !HINT.test(name)) return undefined;
  if (/^contrase[nñ]a$/i.test(name)) return { kind: "password", value: "chosen" };
  const words = (name.match(WORD) ?? []).map((word) => word.toLowerCase());
  while (words.length > 1 && isCounter(words.at(-1) ?? "")) words.pop();
  const last = singular(words);
  if (last === undefined) return undefined;
  return judgeHeader(words, last) ?? (isAboutSecret(words, last) ? undefined : judgeWords(words, last));
}

/** Numbers, and what says how a value is written. */
function isCounter(word: string): boolean {
  return /^(?:[0-9]+|b64|base64|hex|plain|plaintext|raw|str|string|env|new|old|prod|dev|staging)$/.test(word);
}

/** `unseal_keys`, `tokens`: of several the last word is taken as one, when a secret's word stands before or is it. */
function singular(words: string[]): string | undefined {
  const last = words.at(-1);
  if (last !== undefined && PLURAL.has(last)) words[words.length - 1] = last.slice(0, -1);
  return words.at(-1);
}

const PLURAL = set("tokens passwords keys secrets passphrases");

function judgeHeader(words: readonly string[], last: string): SecretName | undefined {
  if (last === "authorization") return { kind: "authorization", value: "authorization" };
  if (last === "cookie" || (last === "cookies" && words.length === 1)) return { kind: "cookie", value: "cookie" };
  return undefined;
}

function isAboutSecret(words: readonly string[], last: string): boolean {
  const isCertain = /^(?:secret|password|passwd|pwd|passphrase)$/.test(last);
  if (words.length > 1 && (isCertain ? ASKS : NOT_SECRET_START).has(words[0] ?? "")) return true;
  const joined = words.slice(-2).join("");
  if (TOKEN.has(joined) || CREDENTIAL.has(joined) || CODE_OF.has(joined)) return false;
  return ABOUT.has(last) && !(last === "word" && words.at(-2) === "pass");
}

function judgeWords(words: readonly string[], last: string): SecretName | undefined {
  const joined = words.slice(-2).join("");
  const isOne = (names: ReadonlySet<string>): boolean => names.has(last) || names.has(joined);
  if (last === "pass" && words.length === 1) return { kind: "password", value: "coined" };
  if (CODE_OF.has(joined)) return { kind: "one-time-code", value: "coined" };
  if (last === "community" && /^(?:snmp|ro|rw)$/.test(words.at(-2) ?? ""))
    return { kind: "snmp-community", value: "chosen" };
  if (isOne(CHOSEN)) return { kind: "password", value: "chosen" };
  if (last === "hash" && words.some((word) => CHOSEN.has(word))) return { kind: "password-hash", value: "generated" };
  if (last === "phrase" && words.some((word) => /^(?:seed|recovery|backup|pass|mnemonic)$/.test(word))) {
    return { kind: "password", value: "chosen" };
  }
  if (last === "key" && words.some((word) => SECRET.has(word))) return { kind: "secret", value: "generated" };
  if (isOne(KEY)) return { kind: "api-key", value: "generated" };
  if (last === "key" && KEY_OF.has(words.at(-2) ?? "")) return { kind: "api-key", value: "generated" };
  if (isOne(TOKEN)) return { kind: "token", value: "generated" };
  if (isOne(SECRET) || words.includes("secret")) return { kind: "secret", value: "generated" };
  if (isOne(CREDENTIAL)) return { kind: "credential", value: "generated" };
  if (/(?:password|passwd|passphrase|[a-z]{2}pwd?)$/.test(last)) return { kind: "password", value: "chosen" };
  if (/(?:secret|apikey|secretkey|accesskey|privatekey)$/.test(last)) return { kind: "secret", value: "generated" };
  if (
    /[a-z]{2}pass$/.test(last) &&
    !/(?:com|by|tres|sur|over|under|en|encom|im|single|multi|high|low|all)pass$/.test(last)
  )
    return { kind: "password", value: "coined" };
  if (/token$/.test(last)) return { kind: "token", value: "generated" };
  if (last === "key" && words.length > 1 && !NOT_A_KEY_OF.has(words.at(-2) ?? ""))
    return { kind: "api-key", value: "opaque" };
  return VENDOR.test(words.join("")) ? { kind: "vendor-key", value: "opaque" } : undefined;
}

/** Codes that are used once, or when everything else is lost. */
const CODE_OF = set(
  "recoverycode recoverycodes backupcode backupcodes scratchcode scratchcodes usercode verificationcode mfacode otpcode totpcode smscode twofactorcode logincode resetcode invitecode pairingcode accesscode passcodes unlockcode",
);

/** Keys of data structures, of keyboards and of nothing in particular. */
const NOT_A_KEY_OF = set(
  "site publishable anon public primary foreign partition sort cache idempotency object map hot row column index group item entry field query param lookup routing arrow enter escape tab shift ctrl alt meta space delete home end page up down left right select control any each every this that my your our the a react vue local s3 file dict hash json i18n locale lang translation message event menu panel parent child order range filter search label natural composite unique dedupe dedup etag shard bucket blob image media asset document doc record entity state store redux config setting feature flag metric trace span log",
);

const VENDOR = new RegExp(VENDOR_NAMES.join("|"));

/** What most texts are full of, judged once. */
const COMMON: ReadonlyMap<string, SecretName | undefined> = new Map(
  [
    ..."key keys Key secret secrets Secret token tokens Token auth author authors author_id author_name authorized".split(
      " ",
    ),
    ..."credential credentials Credential password passwords Password passing pass passed authentication".split(" "),
  ].map((name) => [name, judgeAny(name)]),
);
