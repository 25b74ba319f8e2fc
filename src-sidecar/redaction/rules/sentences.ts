import { isCoinedWord } from "../detect/coined-word.ts";
import { isStandIn } from "../detect/plausible.ts";
import { isMixed, isUuid, looksRandom } from "../detect/random-text.ts";
import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";

/** What passwords are called, in the languages that most mails are written in. Endings follow. */
const PASSWORD_WORDS: readonly string[] = [
  ...["password", "passwort", "kennwort", "wachtwoord", "mot de passe", "contraseña", "contrasena", "clave", "parola"],
  ...["senha", "palavra-passe", "palavra passe", "heslo", "salasana", "hasł", "lösenord", "adgangskode", "passord"],
  ...["jelszó", "jelszava", "şifre", "sifre", "lozinka", "slaptažodis", "parool", "mật khẩu", "kata sandi", "zaporka"],
  ...[
    "пароль",
    "пароля",
    "лозинка",
    "парола",
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "암호",
    "סיסמ",
    "κωδικ",
  ],
  ...["كلمة المرور", "كلمة السر", "رمز عبور", "รหัสผ่าน", "पासवर्ड", "pwd", "passphrase", "passcode", "zugangsdaten"],
  ...["identifiants", "credenciales", "credenziali", "anmeldedaten", "credentials"],
];

/** Verbs and signs between a word and its value. */
const LINK = String.raw`(?:[:=：＝→]|=>|->|[—–](?= )|\b(?:is|lautet|ist|est|es|on|to|jest|je|at|var|är|er)\b|è|é|это|–|是|为|為|は|는|은|είναι|הוא|היא|هي|là|adalah|คือ|है)`;
const MARKS = String.raw`["'\x60*_«“„「『»»]{0,4}`;

/** Words of a key in other languages than those that programs are written in. */
const KEY_WORDS: readonly string[] = [
  ...["schlüssel", "schluessel", "clé ", "clef ", "clave ", "chave ", "chiave ", "klucz", "nyckel", "sleutel", "avain"],
  ...[
    "anahtar",
    "klíč",
    "kulcs",
    "cheie",
    "ключ",
    "キー",
    "密钥",
    "密鑰",
    "金鑰",
    "令牌",
    "토큰",
    "トークン",
    "токен",
    "jeton",
  ],
];

/** Secrets in sentences and mails, in the languages that people write them in. */
export const SENTENCES: readonly TokenRule[] = [
  rule(
    "password",
    PASSWORD_WORDS.map(keywordOf),
    new RegExp(
      String.raw`(?:${PASSWORD_WORDS.join("|")})(?:[\p{L}\p{M}]{0,5}|\(s\))${MARKS}(?: (?!${LINK}|['’][^\s'’]{0,24}\s)[\p{L}\p{M}\w.'’@/-]{1,24}){0,5}?\s?${MARKS}\s{0,2}${LINK}\s{0,2}${MARKS}\s{0,2}(?:[\w.@-]{1,64} ?/ )?${MARKS}(?<secret>[^\s"'\x60<>,;，。、«»“”「」』]{5,128})`,
      "iu",
    ),
    { rank: RANK.setting, accept: isCoined },
  ),
  rule(
    "password",
    ["user ", "login ", "login: ", "username ", "benutzer", "utilisateur", "usuario"],
    /(?:user(?:name)?|login|benutzer(?:name)?|utilisateur|usuario)[: ]{1,2}[\w.@-]{1,64}(?:,| and| with|;| mit| et| y)? (?:the )?(?:password|passwort|kennwort|pw|pwd|pass|mot de passe|contraseña)[: ]{1,2}["'`]?(?<secret>[^\s"'`<>,;/]{5,128})/i,
    { rank: RANK.setting, accept: isCoined },
  ),
  rule(
    "password",
    [
      ...["with admin", "with root", "as admin", " admin / ", " admin/", "credentials are ", "creds are "],
      "login with ",
      "log in with ",
    ],
    /(?:(?:log ?in|credentials|creds)? ?(?:with|as|are))? ["'`]?[\w.@-]{2,40}["'`]? ?\/ ?["'`]?(?<secret>[^\s"'`<>,;/]{5,128})/i,
    { rank: RANK.setting, accept: isCoined },
  ),
  rule(
    "password",
    ["password ", "passwd ", "passphrase "],
    /pass(?:word|wd|phrase) ["'`*]{0,3}(?<secret>[^\s"'`<>,;|(){}[\]=:*]{6,64})["'`*]{0,3}(?=[\s.,;!?)]|$)/i,
    { rank: RANK.setting, accept: isStrong },
  ),
  rule(
    "api-key",
    KEY_WORDS.map(keywordOf),
    new RegExp(
      String.raw`(?:${KEY_WORDS.join("|")})[^\n]{0,28}?[\s:：=\x60"'«“「](?<secret>[\w+/.-]{16,200}={0,2})(?![\w+/.-])`,
      "iu",
    ),
    { rank: RANK.setting, accept: isRandomText },
  ),
  rule(
    "token",
    [" as the ", " as your ", " as my ", " as api", " as an ", " as a ", " is the ", " is your ", " is my "],
    /(?<![\w+/.-])(?<secret>[\w+/.-]{16,200}={0,2})[`"']? (?:as|is) (?:(?:the|your|my|our|an?) )?(?:new )?(?:[\w-]{1,16} ){0,2}(?:key|token|secret|password|credential)/i,
    { rank: RANK.setting, lead: 202, before: /[`"'\w=+/]/, accept: isRandomText },
  ),
];

/** Of a word in another script only the beginning, which its other forms have too: every letter of a keyword costs a column of the automaton. */
function keywordOf(word: string): string {
  const beyond = /[^\x00-\x7f]/.exec(word)?.index;
  return (
    beyond === undefined ? word : beyond >= 4 ? word.slice(0, beyond) : word.slice(0, Math.max(2, beyond + 1))
  ).toLowerCase();
}

function isCoined(secret: string): boolean {
  return (
    !isStandIn(secret) &&
    /[A-Za-z]/.test(secret) &&
    !/[(){}[\]\\|]|^https?:|^[./$%-]|[.…]$|^(?:argon2|bcrypt|scrypt|pbkdf2|sha|md|aes|rsa|hmac|blake|[hrep]s)[0-9][\w-]*$/i.test(
      secret,
    ) &&
    (isCoinedWord(secret) || isStrong(secret))
  );
}

/** Letters, and digits or signs, as no word, name, number or norm is written. */
function isStrong(secret: string): boolean {
  return (
    !isStandIn(secret) &&
    /[A-Za-z]/.test(secret) &&
    /[0-9!#$%&*+^~?@=]/.test(secret) &&
    !/^(?:[A-Z]{2,8}[-_]?[0-9]{1,5}(?:[-_/].*)?|[a-z]{2,10}[-_]?[0-9]{1,3}|v?[0-9][\w.]*|[\w.+-]+@[\w.-]+|[\w-]+(?:[./][\w-]+)+|-{1,2}.*|[&%$#@!?].*|.*[()\\].*|[0-9]+(?:st|nd|rd|th)|[0-9a-f-]{36}|.*[?&!.]|\w+-(?:based|bit|digit|encoded|factor|day))$/i.test(
      secret,
    ) &&
    (/[A-Z]/.test(secret) || /[!#$%&*+^~?@=]/.test(secret) || isCoinedWord(secret))
  );
}

function isRandomText(secret: string): boolean {
  return (
    !isUuid(secret) && !/[/.].*[/.]/.test(secret) && looksRandom(secret) && (isMixed(secret) || secret.length >= 20)
  );
}
